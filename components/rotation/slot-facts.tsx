import { ShortId } from "@/components/ui/short-id";
import { TimeText } from "@/components/ui/time-text";
import type { SlotView } from "@/lib/rotation/view/rotation-view";

const roles: Record<SlotView["role"], string> = {
  current: "the stored one, current",
  pending: "the new one, stored here",
  previous: "stored here as the previous one",
  unknown: "not stored here",
};

/** One of Adobe's secrets in two lines: which it is, how old, last used when and how. */
export function SlotFacts({ slot }: { readonly slot: SlotView }) {
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2">
        <ShortId value={slot.adobeSecretId} copyLabel="Copy Adobe's ID" />
        <span>{roles[slot.role]}</span>
      </div>
      <div className="text-sm text-soft">
        made <TimeText at={slot.createdAt} /> · <LastUse slot={slot} />
      </div>
    </>
  );
}

export function LastUse({
  slot,
}: {
  readonly slot: Pick<SlotView, "lastUsedAt" | "isOwnUse" | "grantType">;
}) {
  const { lastUsedAt, isOwnUse, grantType } = slot;
  if (lastUsedAt === null) return "never used";
  return (
    <>
      last used <TimeText at={lastUsedAt} />
      {isOwnUse ? " by Latchkey itself" : grantType !== null && `, ${grantType}`}
    </>
  );
}

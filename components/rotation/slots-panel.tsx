import { type Column, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { ShortId } from "@/components/ui/short-id";
import { StatusTag } from "@/components/ui/status-tag";
import { TimeText } from "@/components/ui/time-text";
import type { Tone } from "@/components/ui/tone";
import { TwoLines } from "@/components/ui/two-lines";
import type { SlotView } from "@/lib/rotation/view/rotation-view";

interface SlotsPanelProps {
  readonly slots: readonly SlotView[];
  /** When Adobe was last asked; null where it never was. */
  readonly checkedAt: string | null;
}

const roles: Record<SlotView["role"], { readonly tone: Tone; readonly word: string }> = {
  current: { tone: "good", word: "Current" },
  pending: { tone: "attend", word: "Pending" },
  previous: { tone: "attend", word: "Previous" },
  unknown: { tone: "attend", word: "Not stored here" },
};

const columns: readonly Column<SlotView>[] = [
  {
    id: "id",
    header: "Adobe's ID",
    cell: ({ adobeSecretId, fingerprint }) => (
      <TwoLines
        second={
          fingerprint === null ? undefined : (
            <>
              fingerprint <code>{fingerprint}</code>
            </>
          )
        }
      >
        <ShortId value={adobeSecretId} copyLabel="Copy Adobe's ID" />
      </TwoLines>
    ),
  },
  {
    id: "state",
    header: "State",
    cell: ({ role }) => <StatusTag tone={roles[role].tone}>{roles[role].word}</StatusTag>,
  },
  { id: "age", header: "Made", cell: ({ createdAt }) => <TimeText at={createdAt} /> },
  {
    id: "use",
    header: "Last used",
    cell: ({ lastUsedAt, grantType, isOwnUse }) =>
      lastUsedAt === null ? (
        "never"
      ) : (
        <TwoLines
          second={[grantType ?? "", isOwnUse ? "by Latchkey itself" : ""].filter(Boolean).join(" · ")}
        >
          <TimeText at={lastUsedAt} />
        </TwoLines>
      ),
  },
];

/** Adobe's two places for secrets, as Adobe last listed them. */
export function SlotsPanel({ slots, checkedAt }: SlotsPanelProps) {
  return (
    <Panel
      title="At Adobe"
      isRegion
      aside={
        checkedAt !== null && (
          <>
            asked <TimeText at={checkedAt} />
          </>
        )
      }
    >
      {checkedAt === null ? (
        <p className="text-soft">
          Adobe has not been asked yet. A rotation asks for both secrets, with their age and last use.
        </p>
      ) : (
        <>
          <DataTable
            caption="Secrets at Adobe"
            columns={columns}
            rows={slots}
            rowKey={({ adobeSecretId }) => adobeSecretId}
            isBare
          />
          <p className="mt-2 text-sm text-soft">{countSlots(slots.length)}</p>
        </>
      )}
    </Panel>
  );
}

function countSlots(taken: number): string {
  if (taken === 0) return "Two slots, both free.";
  return taken === 1 ? "Two slots: one taken, one free." : "Two slots, both taken.";
}

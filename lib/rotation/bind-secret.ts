import { setTimeout as pause } from "node:timers/promises";
import type { AdobeSecret } from "@/lib/adobe/read-console-answer";
import type { ActContext } from "@/lib/auth/act-context";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { type Result, succeed } from "@/lib/result";
import { mintConsoleToken } from "./console-tokens";
import { isOwnUse } from "./is-own-use";
import { type Binding, judgeBinding } from "./judge-binding";
import { keepEvidence } from "./keep-evidence";
import type { LockedRotation, StoredSecret } from "./lock-rotation";
import { listOwnGrants } from "./own-grants";
import { readSlots, type Slots } from "./read-slots";

type Minter = Pick<StoredSecret, "id" | "sealed" | "adobeSecretId">;

/** Which of Adobe's ids a secret has, or which ones a person has to choose from. */
export type BoundSecret =
  | { readonly kind: "bound"; readonly adobeSecretId: string; readonly listed: readonly AdobeSecret[] }
  | { readonly kind: "unclear"; readonly listed: readonly AdobeSecret[] };

const maxRounds = 3;
/** Adobe may keep last uses in whole seconds. */
const betweenMintsMs = 1_100;

/**
 * Finds out which of Adobe's ids is a secret we hold: list, mint with it, list again. The lists are read
 * with a token of `reader`, and kept as evidence once it is known which uses were ours. The intent event
 * of the act must be committed before.
 */
export async function bindSecret(
  context: ActContext,
  locked: LockedRotation,
  secret: Minter,
  reader: Pick<StoredSecret, "id" | "sealed"> = secret,
): Promise<Result<BoundSecret, Failure>> {
  const { organizationId } = context.viewer;
  const looks: Slots[] = [];
  const look = async () => {
    const slots = await readSlots(context, locked, reader, { isKept: false });
    if (slots.ok) looks.push(slots.value);
    return slots;
  };
  let before = await look();
  if (!before.ok) return before;
  let judged: Binding = { kind: "not_moved" };
  for (let round = 1; judged.kind === "not_moved" && round <= maxRounds; round += 1) {
    if (round > 1) await pause(betweenMintsMs);
    const minted = await mintConsoleToken({ organizationId, credential: locked.credential, secret });
    if (!minted.ok) return minted;
    const after = await look();
    if (!after.ok) return after;
    judged = judgeBinding(before.value.secrets, after.value.secrets);
    before = after;
  }
  const listed = before.value.secrets;
  const adobeSecretId = await decide(organizationId, secret, judged, listed);
  const secrets = [
    ...locked.secrets.filter(({ id }) => id !== secret.id),
    { id: secret.id, adobeSecretId: adobeSecretId ?? secret.adobeSecretId },
  ];
  for (const { secrets: seen, readAt } of looks) {
    await keepEvidence(context, { ...locked, secrets }, seen, readAt);
  }
  return succeed(
    adobeSecretId === null ? { kind: "unclear", listed } : { kind: "bound", adobeSecretId, listed },
  );
}

/**
 * Between two secrets, a use that moved must also be one of ours: Adobe may tell of ours late, and of
 * somebody else's first. What was found earlier goes on being true while the id is there.
 */
async function decide(
  organizationId: OrganizationId,
  { id, adobeSecretId }: Minter,
  judged: Binding,
  listed: readonly AdobeSecret[],
): Promise<string | null> {
  const isListed = (one: string) => listed.some((secret) => secret.adobeSecretId === one);
  const known = adobeSecretId !== null && isListed(adobeSecretId) ? adobeSecretId : null;
  if (judged.kind !== "bound") return known;
  if (listed.length === 1) return judged.adobeSecretId;
  const lastUse = listed.find((secret) => secret.adobeSecretId === judged.adobeSecretId)?.lastUse ?? null;
  const isOurs = lastUse !== null && isOwnUse(lastUse.at, await listOwnGrants(organizationId, id));
  return isOurs ? judged.adobeSecretId : known;
}

import { setTimeout as pause } from "node:timers/promises";
import type { AdobeSecret } from "@/lib/adobe/read-console-answer";
import type { ActContext } from "@/lib/auth/act-context";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { type Result, succeed } from "@/lib/result";
import type { LockedRotation, StoredSecret } from "@/lib/rotation/lease/lock-rotation";
import { isOwnUse } from "@/lib/rotation/policy/is-own-use";
import { type Binding, judgeBinding } from "@/lib/rotation/policy/judge-binding";
import { listOwnGrants } from "@/lib/tokens/own-grants";
import { mintConsoleToken } from "./console-tokens";
import { keepEvidence } from "./keep-evidence";
import { readSlots, type Slots } from "./read-slots";

type Minter = Pick<StoredSecret, "id" | "sealed" | "adobeSecretId">;

/** Which of Adobe's ids a secret has, or which ones a person has to choose from. */
export interface BoundSecret {
  /** Null where it is not clear. */
  readonly adobeSecretId: string | null;
  /** The last look. */
  readonly slots: Slots;
}

interface BindingOptions {
  /** Whose token the lists are read with; the secret's own when left out. */
  readonly reader?: Pick<StoredSecret, "id" | "sealed">;
  readonly isProven?: boolean;
}

/** What the lists have shown so far. */
type Shown = "not_yet" | "unclear" | { readonly adobeSecretId: string };

const maxRounds = 3;
/** Adobe may keep last uses in whole seconds. */
const betweenMintsMs = 1_100;

/**
 * Finds out which of Adobe's ids is a secret we hold: list, mint with it, list again. The lists are kept
 * as evidence once it is known which uses were ours. What was found earlier goes on being true while the
 * id is listed. The intent event of the act must be committed before.
 *
 * `isProven` takes nothing but what this run shows, and tries again where somebody else's use was in the
 * way: what was found or chosen earlier is not good enough to delete by.
 */
export async function bindSecret(
  context: ActContext,
  locked: LockedRotation,
  secret: Minter,
  { reader = secret, isProven = false }: BindingOptions = {},
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
  let shown: Shown = "not_yet";
  for (let round = 1; shown === "not_yet" && round <= maxRounds; round += 1) {
    if (round > 1) await pause(betweenMintsMs);
    const minted = await mintConsoleToken({ organizationId, credential: locked.credential, secret });
    if (!minted.ok) return minted;
    const after = await look();
    if (!after.ok) return after;
    const judged = judgeBinding(before.value.secrets, after.value.secrets);
    const proven = await prove(organizationId, secret, judged, after.value.secrets);
    if (proven !== null) shown = { adobeSecretId: proven };
    else if (judged.kind !== "not_moved" && !isProven) shown = "unclear";
    before = after;
  }
  const slots = before.value;
  const isListed = slots.secrets.some((one) => one.adobeSecretId === secret.adobeSecretId);
  const known = isProven || !isListed ? null : secret.adobeSecretId;
  const adobeSecretId = typeof shown === "string" ? known : shown.adobeSecretId;
  const secrets = [
    ...locked.secrets.filter(({ id }) => id !== secret.id),
    { id: secret.id, adobeSecretId: adobeSecretId ?? secret.adobeSecretId },
  ];
  for (const { secrets: seen, readAt } of looks) {
    await keepEvidence(context, { ...locked, secrets }, seen, readAt);
  }
  return succeed({ adobeSecretId, slots });
}

/**
 * Between two secrets, a use that moved must also be one of ours: Adobe may tell of ours late, and of
 * somebody else's first.
 */
async function prove(
  organizationId: OrganizationId,
  { id }: Minter,
  judged: Binding,
  listed: readonly AdobeSecret[],
): Promise<string | null> {
  if (judged.kind !== "bound") return null;
  if (listed.length === 1) return judged.adobeSecretId;
  const lastUse = listed.find((secret) => secret.adobeSecretId === judged.adobeSecretId)?.lastUse ?? null;
  const isOurs = lastUse !== null && isOwnUse(lastUse.at, await listOwnGrants(organizationId, id));
  return isOurs ? judged.adobeSecretId : null;
}

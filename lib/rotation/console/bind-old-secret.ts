import type { ActContext } from "@/lib/auth/act-context";
import type { Tx } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import type { Change } from "@/lib/rotation/lease/hold-rotation";
import type { LockedRotation } from "@/lib/rotation/lease/lock-rotation";
import type { FindingJudgement } from "@/lib/rotation/policy/finding";
import { bindSecret } from "./bind-secret";
import { getOldSecret } from "./held-secrets";

/** What binding came to, and what is to be written of it. */
export interface OldBinding {
  /** Null where a person has to choose. */
  readonly adobeSecretId: string | null;
  /** Adobe's ids, all of them. */
  readonly listedIds: readonly string[];
  readonly change: Change;
}

/** Finds out which of Adobe's ids is the secret that is to be replaced. */
export async function bindOldSecret(
  context: ActContext,
  locked: LockedRotation,
): Promise<Result<OldBinding, Failure>> {
  const bound = await bindSecret(context, locked, getOldSecret(locked));
  if (!bound.ok) return bound;
  const { adobeSecretId, slots } = bound.value;
  const listedIds = slots.secrets.map((secret) => secret.adobeSecretId);
  const change = adobeSecretId === null ? leaveUnbound(listedIds) : enterBinding(locked, adobeSecretId);
  return succeed({ adobeSecretId, listedIds, change });
}

/** Keeps the id of the old secret, by which the rotation is planned. */
export function enterBinding({ rotation }: LockedRotation, adobeSecretId: string): Change {
  const { organizationId, credentialId, oldSecretId } = rotation;
  return {
    step: "bound",
    data: { boundAt: new Date(), finding: null, lastFailureCode: null },
    change: async (tx: Tx) => {
      // An id that was chosen for another secret earlier was chosen wrongly.
      await tx.clientSecret.updateMany({
        where: {
          organizationId,
          credentialId,
          adobeSecretId,
          id: { not: oldSecretId },
          state: { not: "deleted" },
        },
        data: { adobeSecretId: null },
      });
      await tx.clientSecret.updateMany({
        where: { organizationId, id: oldSecretId },
        data: { adobeSecretId },
      });
    },
  };
}

/** Leaves the choice to a person. */
export function leaveUnbound(adobeSecretIds: readonly string[]): Change {
  const finding: FindingJudgement = { kind: "not_bound", adobeSecretIds: [...adobeSecretIds] };
  return {
    step: "bind_unclear",
    data: { boundAt: null, lastFailureCode: null, finding: { ...finding, at: new Date().toISOString() } },
  };
}

/** What a person is told who has to choose. */
export const whyUnbound =
  "Adobe lists ids and no values, and its last-used times did not tell which id is the stored secret. Nothing was changed at Adobe. Choose it on this page.";

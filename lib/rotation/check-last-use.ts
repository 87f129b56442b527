import type { ActContext } from "@/lib/auth/act-context";
import { type CredentialChoice, credentialChoice } from "@/lib/credentials/credential-input";
import { getDb } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { codeOf } from "@/lib/rotation/console/code-of-failure";
import { getNewSecret } from "@/lib/rotation/console/held-secrets";
import { readSlots } from "@/lib/rotation/console/read-slots";
import { holdRotation } from "@/lib/rotation/lease/hold-rotation";
import { refuse, refuseOutOfTurn } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

export const checkLastUseInput = credentialChoice;

/**
 * Asks Adobe when each secret was last used, and keeps the answer as evidence. The question travels with
 * a token of the new secret, cached where there is one: the old secret is not touched.
 */
export async function checkLastUse(
  context: ActContext,
  { credentialId }: CredentialChoice,
): Promise<Result<null, Failure>> {
  return holdRotation(
    context,
    credentialId,
    "secret.check_use",
    {
      begin: async (locked) => {
        const { rotation } = locked;
        if (rotation.state !== "promoted") {
          return refuseOutOfTurn(
            rotation,
            "The new secret is not promoted yet, so what Adobe says of last uses decides nothing. Promote it first.",
          );
        }
        if (rotation.mode === "manual") {
          return refuse(
            "This rotation goes without Adobe's API. Read the last uses in the Developer Console and type them here.",
          );
        }
        return succeed({
          draft: {
            action: "secret.use_check_requested",
            outcome: "requested",
            target: targetOf(locked),
            detail: { rotationId: rotation.id },
          },
        });
      },
    },
    async ({ locked, settle }) => {
      const rotationId = locked.rotation.id;
      const slots = await readSlots(context, locked, getNewSecret(locked));
      if (!slots.ok) {
        const failureCode = codeOf(slots.failure);
        await settle({
          data: { lastFailureCode: failureCode },
          draft: {
            action: "secret.use_checked",
            outcome: "failed",
            target: targetOf(locked),
            detail: { rotationId, uses: [], failureCode },
          },
        });
        return slots;
      }
      const listed = slots.value.secrets.map(({ adobeSecretId }) => adobeSecretId);
      const uses = await readLatestUses(locked.rotation, listed);
      return settle({
        data: { lastFailureCode: null },
        draft: {
          action: "secret.use_checked",
          outcome: "succeeded",
          target: targetOf(locked),
          detail: { rotationId, uses, failureCode: null },
        },
      });
    },
  );
}

/** The newest evidence of each secret, as the event names it. */
async function readLatestUses(
  { id, organizationId }: { readonly id: string; readonly organizationId: string },
  adobeSecretIds: readonly string[],
) {
  const rows = await getDb().secretUsage.findMany({
    where: { organizationId, rotationId: id, secretKey: { in: [...adobeSecretIds] } },
    orderBy: { checkedAt: "desc" },
    distinct: ["secretKey"],
    select: { secretKey: true, lastUsedAt: true, isOurs: true },
  });
  return rows.map(({ secretKey, lastUsedAt, isOurs }) => ({
    adobeSecretId: secretKey,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    isOurs,
  }));
}

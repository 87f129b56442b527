import { z } from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { blankClientSecrets } from "@/lib/credentials/blank-client-secrets";
import {
  clientSecretInput,
  credentialIdInput,
  sharedCredentialInput,
} from "@/lib/credentials/credential-input";
import { refuseReplacing } from "@/lib/credentials/refuse-replacing";
import { sealClientSecret } from "@/lib/credentials/seal-client-secret";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { lockMigration } from "./lock-migration";

export const storeOauthSecretInput = z.strictObject({
  credentialId: credentialIdInput,
  clientSecret: clientSecretInput,
  scopes: sharedCredentialInput.scopes,
});
type StoreOauthSecretInput = z.infer<typeof storeOauthSecretInput>;

/**
 * Stores the client secret and the scopes of the OAuth credential that was added in the Developer Console. Pasted
 * again, the later secret takes the place of the earlier, which is destroyed, and must prove itself anew; that
 * asks for what Replace secret asks for.
 */
export async function storeOauthSecret(
  context: ActContext,
  { credentialId, clientSecret: { secret }, scopes }: StoreOauthSecretInput,
): Promise<Result<null, Failure>> {
  const { viewer, origin } = context;
  const { organizationId, userId } = viewer;
  const row = await sealClientSecret({ organizationId, credentialId, createdById: userId }, secret);
  return inTransaction(async (tx) => {
    const locked = await lockMigration(tx, organizationId, credentialId);
    if (!locked.ok) return locked;
    const { credential, migration } = locked.value;
    const target = { type: "credential", id: credentialId, name: credential.name } as const;
    const current = await tx.clientSecret.findFirst({
      where: { organizationId, credentialId, state: "current" },
      select: { id: true, fingerprint: true },
    });
    const refusal = current === null ? null : refuseReplacing(viewer);
    if (refusal !== null) return refusal;
    const isSame = current !== null && Buffer.from(current.fingerprint).equals(row.fingerprint);
    const areScopesSame = credential.scopes.join(" ") === scopes.join(" ");
    if (isSame && areScopesSame) {
      return fail({
        kind: "invalid_input",
        fields: { clientSecret: "This secret and these scopes are stored already. Nothing was changed." },
      });
    }
    const now = new Date();
    if (!isSame) {
      await blankClientSecrets(tx, { organizationId, credentialId, state: "current" }, now);
      await tx.clientSecret.create({ data: row, select: { id: true } });
      await recordEvent(tx, organizationId, origin, {
        action: "secret.stored",
        outcome: "succeeded",
        target,
        detail: {
          fingerprint: showFingerprint(row.fingerprint),
          replaces: current === null ? null : showFingerprint(current.fingerprint),
        },
      });
    }
    if (!areScopesSame) {
      const { version } = await tx.credential.update({
        where: { organizationId_id: { organizationId, id: credentialId } },
        data: { scopes: [...scopes], version: { increment: 1 }, updatedAt: now },
        select: { version: true },
      });
      await recordEvent(tx, organizationId, origin, {
        action: "credential.edited",
        outcome: "succeeded",
        target,
        detail: { changed: ["scopes"], version },
      });
    }
    await tx.migration.updateMany({
      where: { organizationId, id: migration.id },
      data: { secretStoredAt: now, oauthWorkedAt: null },
    });
    return succeed(null);
  });
}

import { z } from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { blankClientSecrets } from "./blank-client-secrets";
import { clientSecretInput, credentialIdInput } from "./credential-input";
import { lockCredential } from "./lock-credential";
import { refuseDuringMigration } from "./refuse-during-migration";
import { refuseDuringRotation } from "./refuse-during-rotation";
import { sealClientSecret } from "./seal-client-secret";

export const replaceSecretInput = z.strictObject({
  credentialId: credentialIdInput,
  clientSecret: clientSecretInput,
});
type ReplaceSecretInput = z.infer<typeof replaceSecretInput>;

interface ReplacedSecret {
  readonly credentialId: string;
  readonly wasSecretTrimmed: boolean;
}

/**
 * Puts a pasted secret in place of the current one, whose sealed value is blanked. Nothing changes
 * at Adobe. The same secret again is refused, so that a mistaken paste is noticed.
 */
export async function replaceSecret(
  { viewer, origin }: ActContext,
  input: ReplaceSecretInput,
): Promise<Result<ReplacedSecret, Failure>> {
  const { organizationId, userId } = viewer;
  const { credentialId } = input;
  const { secret, wasTrimmed } = input.clientSecret;
  const row = await sealClientSecret({ organizationId, credentialId, createdById: userId }, secret);
  return inTransaction(async (tx) => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    if (credential.archivedAt !== null) {
      return fail({ kind: "conflict", message: "This credential is archived. Restore it first." });
    }
    if (credential.kind === "migrating") return refuseDuringMigration(credentialId);
    if (credential.kind === "jwt") {
      return fail({
        kind: "conflict",
        message: "This is a JWT credential. Its client secret is replaced together with its private key.",
        href: `/credentials/${credentialId}/secrets`,
        hrefLabel: "Open its secrets",
      });
    }
    const undisturbed = await refuseDuringRotation(tx, organizationId, credentialId);
    if (!undisturbed.ok) return undisturbed;
    const current = await tx.clientSecret.findFirst({
      where: { organizationId, credentialId, state: "current" },
      select: { id: true, fingerprint: true },
    });
    if (current !== null && Buffer.from(current.fingerprint).equals(row.fingerprint)) {
      return fail({
        kind: "invalid_input",
        fields: { clientSecret: "This is the secret that is stored already. Nothing was changed." },
      });
    }
    await blankClientSecrets(tx, { organizationId, credentialId, state: "current" }, new Date());
    await tx.clientSecret.create({ data: row, select: { id: true } });
    await recordEvent(tx, organizationId, origin, {
      action: "secret.stored",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: {
        fingerprint: showFingerprint(row.fingerprint),
        replaces: current === null ? null : showFingerprint(current.fingerprint),
      },
    });
    return succeed({ credentialId, wasSecretTrimmed: wasTrimmed });
  });
}

import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import type { CredentialChoice } from "@/lib/credentials/credential-input";
import { lockCredential } from "@/lib/credentials/lock-credential";
import { openClientSecret } from "@/lib/credentials/open-client-secret";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import type { Secret } from "@/lib/secret";
import type { Snippet } from "./snippet";
import { writeEnvSnippets } from "./write-env";

/**
 * The `.env` texts of a credential with its current secret in them. Who was shown which secret is committed
 * before anything is returned.
 */
export async function exportSecret(
  { viewer, origin }: ActContext,
  { credentialId }: CredentialChoice,
): Promise<Result<readonly Snippet[], Failure>> {
  const { organizationId } = viewer;
  const exported = await inTransaction(async (tx): Promise<Result<Exported, Failure>> => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    if (credential.archivedAt !== null) {
      return fail({
        kind: "conflict",
        message: "The credential is archived, so its secret is not shown. Restore it first.",
      });
    }
    const stored = await tx.clientSecret.findFirst({
      where: { organizationId, credentialId, state: "current" },
      select: {
        id: true,
        sealed: true,
        fingerprint: true,
        credential: { select: { scopes: true, imsOrgId: true } },
      },
    });
    if (stored === null) {
      return fail({
        kind: "conflict",
        message: "No client secret is stored. Store one under Secrets first.",
      });
    }
    const opened = await openClientSecret(organizationId, stored);
    if (!opened.ok) return opened;
    await recordEvent(tx, organizationId, origin, {
      action: "secret.exported",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: { fingerprint: showFingerprint(stored.fingerprint) },
    });
    const { scopes, imsOrgId } = stored.credential;
    return succeed({ secret: opened.value, clientId: credential.clientId, scopes, imsOrgId });
  });
  if (!exported.ok) return exported;
  const { secret, ...deployed } = exported.value;
  return succeed(writeEnvSnippets({ ...deployed, clientSecret: secret.reveal() }));
}

interface Exported {
  readonly secret: Secret;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly imsOrgId: string | null;
}

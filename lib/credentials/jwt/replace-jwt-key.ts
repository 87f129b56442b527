import type { ActContext } from "@/lib/auth/act-context";
import { lockCredential } from "@/lib/credentials/lock-credential";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { destroyJwtKey } from "./destroy-jwt-key";
import { matchCertificate, type ReplaceJwtKeyInput } from "./jwt-input";
import { sealJwtKey } from "./seal-jwt-key";
import { storeJwtKey } from "./store-jwt-key";

/** Puts another key and client secret in place of those that sign, which are destroyed. */
export async function replaceJwtKey(
  context: ActContext,
  { credentialId, privateKey, clientSecret, certificate: pasted }: ReplaceJwtKeyInput,
): Promise<Result<{ readonly credentialId: string }, Failure>> {
  const { organizationId, userId } = context.viewer;
  const certificate = matchCertificate(privateKey, pasted);
  if (!certificate.ok) return fail({ kind: "invalid_input", fields: { certificate: certificate.failure } });
  const key = await sealJwtKey(
    { organizationId, credentialId, createdById: userId },
    { privateKey, clientSecret: clientSecret.secret, certificate: certificate.value },
  );
  return inTransaction(async (tx) => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    if (credential.archivedAt !== null) {
      return fail({ kind: "conflict", message: "This credential is archived. Restore it first." });
    }
    if (credential.kind === "oauth") {
      return fail({
        kind: "conflict",
        message: "This is not a JWT credential, so it has no key to replace.",
      });
    }
    await destroyJwtKey(tx, context, credential, new Date());
    await storeJwtKey(tx, context, credential, key);
    return succeed({ credentialId });
  });
}

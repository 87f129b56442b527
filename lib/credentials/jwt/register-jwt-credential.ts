import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { jwtColumns } from "@/lib/credentials/credential-columns";
import { findClientIdHolder } from "@/lib/credentials/find-client-id-holder";
import type { RegisteredCredential } from "@/lib/credentials/register-credential";
import { violatedConstraint } from "@/lib/db/database-error";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { newCredentialId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { matchCertificate, type RegisterJwtCredentialInput } from "./jwt-input";
import { sealJwtKey } from "./seal-jwt-key";
import { storeJwtKey } from "./store-jwt-key";

/** Stores a new JWT credential with its sealed key, with both events, in one transaction. */
export async function registerJwtCredential(
  context: ActContext,
  input: RegisterJwtCredentialInput,
): Promise<Result<RegisteredCredential, Failure>> {
  const { viewer, origin } = context;
  const { organizationId, userId } = viewer;
  const { privateKey, clientSecret } = input;
  const certificate = matchCertificate(privateKey, input.certificate);
  if (!certificate.ok) return fail({ kind: "invalid_input", fields: { certificate: certificate.failure } });
  const credentialId = newCredentialId();
  const key = await sealJwtKey(
    { organizationId, credentialId, createdById: userId },
    { privateKey, clientSecret: clientSecret.secret, certificate: certificate.value },
  );
  const target = { type: "credential", id: credentialId, name: input.name } as const;
  try {
    await inTransaction(async (tx) => {
      await tx.credential.create({
        data: {
          ...{ id: credentialId, organizationId, createdById: userId, kind: "jwt" },
          ...jwtColumns(input),
          scopes: [],
        },
        select: { id: true },
      });
      await recordEvent(tx, organizationId, origin, {
        action: "credential.registered",
        outcome: "succeeded",
        target,
        detail: {
          ...{ environment: input.environment, clientId: input.clientId, kind: "jwt" },
          scopes: input.metascopes,
        },
      });
      await storeJwtKey(tx, context, target, key);
    });
  } catch (thrown) {
    if (violatedConstraint(thrown) !== "Credential_clientId_key") throw thrown;
    return fail(await findClientIdHolder(organizationId, input.environment, input.clientId));
  }
  return succeed({ credentialId, wasSecretTrimmed: clientSecret.wasTrimmed });
}

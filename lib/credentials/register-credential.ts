/**
 * The room of credentials: what an organization keeps of a credential of the Developer Console. Every
 * query and command here names the organization beside the id, so somebody else's row is not found. A
 * secret goes in, sealed for its row, and no query of this room takes it out again. Nothing here calls
 * Adobe.
 */

import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { violatedConstraint } from "@/lib/db/database-error";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { type CredentialId, newCredentialId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { credentialColumns } from "./credential-columns";
import type { RegisterCredentialInput } from "./credential-input";
import { findClientIdHolder } from "./find-client-id-holder";
import { sealClientSecret } from "./seal-client-secret";

export interface RegisteredCredential {
  readonly credentialId: CredentialId;
  readonly wasSecretTrimmed: boolean;
}

/** Stores a new credential and its sealed secret, with both events, in one transaction. */
export async function registerCredential(
  { viewer, origin }: ActContext,
  input: RegisterCredentialInput,
): Promise<Result<RegisteredCredential, Failure>> {
  const { organizationId, userId } = viewer;
  const { secret, wasTrimmed } = input.clientSecret;
  const credentialId = newCredentialId();
  const row = await sealClientSecret({ organizationId, credentialId, createdById: userId }, secret);
  const target = { type: "credential", id: credentialId, name: input.name } as const;
  try {
    await inTransaction(async (tx) => {
      await tx.credential.create({
        data: { id: credentialId, organizationId, createdById: userId, ...credentialColumns(input) },
        select: { id: true },
      });
      await tx.clientSecret.create({ data: row, select: { id: true } });
      await recordEvent(tx, organizationId, origin, {
        action: "credential.registered",
        outcome: "succeeded",
        target,
        detail: { environment: input.environment, clientId: input.clientId, scopes: input.scopes },
      });
      await recordEvent(tx, organizationId, origin, {
        action: "secret.stored",
        outcome: "succeeded",
        target,
        detail: { fingerprint: showFingerprint(row.fingerprint), replaces: null },
      });
    });
  } catch (thrown) {
    if (violatedConstraint(thrown) !== "Credential_clientId_key") throw thrown;
    return fail(await findClientIdHolder(organizationId, input.environment, input.clientId));
  }
  return succeed({ credentialId, wasSecretTrimmed: wasTrimmed });
}

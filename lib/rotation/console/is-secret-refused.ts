import type { ActContext } from "@/lib/auth/act-context";
import { openClientSecret } from "@/lib/credentials/open-client-secret";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { LockedRotation, StoredSecret } from "@/lib/rotation/lease/lock-rotation";
import { requestOwnToken } from "@/lib/tokens/own-grants";

/**
 * Asks for a token to see whether Adobe refuses a secret that we hold, as it does with a deleted one. Any
 * other trouble proves nothing and is a failure. Where it is accepted, its last-used time moves.
 */
export async function isSecretRefused(
  { viewer }: ActContext,
  { credential }: Pick<LockedRotation, "credential">,
  { id, sealed }: Pick<StoredSecret, "id" | "sealed">,
): Promise<Result<boolean, Failure>> {
  const { organizationId } = viewer;
  const { environment, clientId, scopes, imsOrgId } = credential;
  const opened = await openClientSecret(organizationId, { id, sealed });
  if (!opened.ok) return opened;
  const granted = await requestOwnToken(organizationId, id, {
    environment,
    clientId,
    clientSecret: opened.value,
    scopes,
    ...(imsOrgId === null ? {} : { imsOrgId }),
  });
  if (granted.ok) return succeed(false);
  if (granted.failure.code === "client_secret_refused") return succeed(true);
  return fail({ kind: "adobe", adobe: granted.failure, environment });
}

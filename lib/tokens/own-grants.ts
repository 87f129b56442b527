import { type GrantedToken, requestToken, type TokenRequest } from "@/lib/adobe/request-token";
import { getDb } from "@/lib/db/client";
import type { AdobeFailure } from "@/lib/failure";
import { newSecretGrantId, type OrganizationId } from "@/lib/ids";
import type { Result } from "@/lib/result";

/** One use of a secret by Latchkey itself. */
export interface OwnGrant {
  readonly sentAt: Date;
  /** Null where the process ended before the answer. */
  readonly answeredAt: Date | null;
}

/** Asks for a token and keeps when: Adobe's last-used time moves with it, and that is no evidence. */
export function requestOwnToken(
  organizationId: OrganizationId,
  clientSecretId: string,
  request: TokenRequest,
): Promise<Result<GrantedToken, AdobeFailure>> {
  return noteOwnGrant(organizationId, clientSecretId, () => requestToken(request));
}

/** The same for any way of asking. The id is of the client secret, or of the key that signs. */
export async function noteOwnGrant(
  organizationId: OrganizationId,
  clientSecretId: string,
  ask: () => Promise<Result<GrantedToken, AdobeFailure>>,
): Promise<Result<GrantedToken, AdobeFailure>> {
  const id = newSecretGrantId();
  await getDb().secretGrant.create({
    data: { id, organizationId, clientSecretId, sentAt: new Date() },
    select: { id: true },
  });
  const granted = await ask();
  await getDb().secretGrant.updateMany({
    where: { organizationId, id },
    data: { answeredAt: new Date() },
  });
  return granted;
}

/** The latest uses of this secret by Latchkey, token tests included. */
export async function listOwnGrants(
  organizationId: OrganizationId,
  clientSecretId: string,
): Promise<OwnGrant[]> {
  const where = { organizationId, clientSecretId };
  const grants = await getDb().secretGrant.findMany({
    where,
    orderBy: { sentAt: "desc" },
    take: 500,
    select: { sentAt: true, answeredAt: true },
  });
  const tests = await getDb().tokenTest.findMany({
    where,
    orderBy: { requestedAt: "desc" },
    take: 500,
    select: { requestedAt: true, answeredAt: true },
  });
  return [...grants, ...tests.map(({ requestedAt, answeredAt }) => ({ sentAt: requestedAt, answeredAt }))];
}

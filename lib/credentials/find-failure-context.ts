import { getDb } from "@/lib/db/client";
import type { FailureContext } from "@/lib/diagnosis/failure-context";
import type { OrganizationId } from "@/lib/ids";
import { writeConsoleAddress } from "./console-address";

/**
 * What is known of a credential that makes one cause of a failure likelier than another: how old its
 * secret is, when it last worked, which scopes drifted, how long Adobe wishes to be left alone.
 *
 * @throws when the organization has no such credential.
 */
export async function findFailureContext(
  organizationId: OrganizationId,
  credentialId: string,
): Promise<FailureContext> {
  const db = getDb();
  const [credential, good] = await Promise.all([
    db.credential.findFirstOrThrow({
      where: { organizationId, id: credentialId },
      select: {
        environment: true,
        coolDownUntil: true,
        driftedScopes: true,
        lastTestAt: true,
        adobeOrganizationId: true,
        adobeProjectId: true,
        adobeCredentialId: true,
        secrets: { where: { state: "current" }, select: { createdAt: true }, take: 1 },
        jwtKeys: {
          where: { destroyedAt: null },
          orderBy: { createdAt: "desc" },
          select: { createdAt: true },
          take: 1,
        },
      },
    }),
    db.tokenTest.findFirst({
      where: { organizationId, credentialId, outcome: "succeeded", isPartial: false },
      orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
      select: { requestedAt: true },
    }),
  ]);
  const { environment, coolDownUntil, driftedScopes, lastTestAt, secrets, jwtKeys } = credential;
  const { adobeOrganizationId, adobeProjectId, adobeCredentialId } = credential;
  return {
    environment,
    credentialId,
    consoleAddress:
      environment !== "production" ||
      adobeOrganizationId === null ||
      adobeProjectId === null ||
      adobeCredentialId === null
        ? null
        : writeConsoleAddress({ adobeOrganizationId, adobeProjectId, adobeCredentialId }),
    secretStoredAt: (secrets[0] ?? jwtKeys[0])?.createdAt ?? null,
    // What a restored database knew of tests is forgotten, and says nothing of now.
    ...(lastTestAt !== null && { lastGoodTestAt: good?.requestedAt ?? null }),
    driftedScopes,
    coolDownUntil,
  };
}

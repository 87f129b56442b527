import { neededConsoleScopes } from "@/lib/adobe/console-scopes";
import { readFailureCode } from "@/lib/credentials/credential-health";
import { getDb } from "@/lib/db/client";
import type { CredentialId, OrganizationId } from "@/lib/ids";
import { judgeReadiness, type Readiness } from "@/lib/rotation/policy/judge-readiness";
import { findSlots } from "./find-slots";

/** Whether a credential could be rotated by API, from stored rows alone. */
export async function findReadiness(
  organizationId: OrganizationId,
  credentialId: CredentialId,
): Promise<Readiness> {
  const db = getDb();
  const where = { organizationId, credentialId };
  const [credential, lastTest, lastRotation, looked] = await Promise.all([
    db.credential.findFirstOrThrow({
      where: { organizationId, id: credentialId },
      select: {
        environment: true,
        kind: true,
        archivedAt: true,
        scopes: true,
        adobeOrganizationId: true,
        adobeCredentialId: true,
        secrets: { where: { state: "current" }, select: { id: true }, take: 1 },
      },
    }),
    db.tokenTest.findFirst({
      where: { ...where, outcome: "succeeded", isPartial: false },
      orderBy: { requestedAt: "desc" },
      select: { grantedScopes: true },
    }),
    db.rotation.findFirst({
      where: { ...where, mode: "api" },
      orderBy: { id: "desc" },
      select: { lastFailureCode: true, boundAt: true },
    }),
    findSlots(organizationId, credentialId),
  ]);
  const { environment, kind, scopes, adobeOrganizationId, adobeCredentialId } = credential;
  // A list that Adobe has answered is proof of the API and its scopes, newer than any token test.
  const isProven =
    lastRotation !== null && lastRotation.boundAt !== null && lastRotation.lastFailureCode === null;
  const granted = [...(lastTest?.grantedScopes ?? []), ...(isProven ? neededConsoleScopes : [])];
  return judgeReadiness({
    credentialId,
    environment,
    kind,
    isArchived: credential.archivedAt !== null,
    hasSecret: credential.secrets.length > 0,
    hasConsoleIds: adobeOrganizationId !== null && adobeCredentialId !== null,
    requestedScopes: scopes,
    grantedScopes: granted.length === 0 ? null : granted,
    slotsTaken: looked.checkedAt === null ? null : looked.slots.length,
    lastRotationFailure: readFailureCode(lastRotation?.lastFailureCode ?? null),
  });
}

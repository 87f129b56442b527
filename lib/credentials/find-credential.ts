import { getDb } from "@/lib/db/client";
import { credentialIdSchema, type OrganizationId } from "@/lib/ids";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import type { ConsoleAddress } from "./console-address";
import type { CredentialDetail } from "./credential-detail";
import { judgeHealth, readFailureCode } from "./credential-health";

/** One credential of this organization, or null: not there, deleted for ever, or somebody else's. */
export async function findCredential(
  organizationId: OrganizationId,
  credentialId: string,
): Promise<CredentialDetail | null> {
  const id = credentialIdSchema.safeParse(credentialId);
  if (!id.success) return null;
  const db = getDb();
  const row = await db.credential.findFirst({
    where: { organizationId, id: id.data, deletedAt: null },
    select: {
      name: true,
      environment: true,
      clientId: true,
      imsOrgId: true,
      technicalAccountId: true,
      technicalAccountEmail: true,
      scopes: true,
      adobeOrganizationId: true,
      adobeProjectId: true,
      adobeCredentialId: true,
      notes: true,
      version: true,
      createdAt: true,
      createdById: true,
      archivedAt: true,
      lastTestAt: true,
      lastTestOutcome: true,
      lastTestFailureCode: true,
      secrets: {
        where: { state: "current" },
        select: { fingerprint: true, createdAt: true, createdById: true },
        take: 1,
      },
    },
  });
  if (row === null) return null;
  const [secret] = row.secrets;
  const people = await db.user.findMany({
    where: { id: { in: [row.createdById, secret?.createdById ?? row.createdById] } },
    select: { id: true, name: true },
  });
  const nameOf = (userId: string): string => people.find((person) => person.id === userId)?.name ?? "";
  return {
    id: id.data,
    name: row.name,
    environment: row.environment,
    clientId: row.clientId,
    imsOrgId: row.imsOrgId,
    technicalAccountId: row.technicalAccountId,
    technicalAccountEmail: row.technicalAccountEmail,
    scopes: row.scopes,
    console: readConsole(row),
    notes: row.notes,
    version: row.version,
    createdAt: row.createdAt,
    createdByName: nameOf(row.createdById),
    isArchived: row.archivedAt !== null,
    health: judgeHealth({
      outcome: row.lastTestOutcome,
      failureCode: readFailureCode(row.lastTestFailureCode),
    }),
    lastTestAt: row.lastTestAt,
    secret:
      secret === undefined
        ? null
        : {
            fingerprint: showFingerprint(secret.fingerprint),
            storedAt: secret.createdAt,
            storedByName: nameOf(secret.createdById),
          },
  };
}

function readConsole(row: {
  readonly adobeOrganizationId: string | null;
  readonly adobeProjectId: string | null;
  readonly adobeCredentialId: string | null;
}): ConsoleAddress | null {
  const { adobeOrganizationId, adobeProjectId, adobeCredentialId } = row;
  if (adobeOrganizationId === null || adobeProjectId === null || adobeCredentialId === null) return null;
  return { adobeOrganizationId, adobeProjectId, adobeCredentialId };
}

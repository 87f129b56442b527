import { readJwtKey, selectJwtKey } from "@/lib/credentials/jwt/read-jwt-key";
import { getDb } from "@/lib/db/client";
import { credentialIdSchema, type OrganizationId } from "@/lib/ids";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import type { ConsoleAddress } from "./console-address";
import { selectFormColumns } from "./credential-columns";
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
      ...selectFormColumns,
      kind: true,
      metascopes: true,
      version: true,
      createdAt: true,
      createdById: true,
      archivedAt: true,
      lastTestOutcome: true,
      lastTestFailureCode: true,
      driftedScopes: true,
      secrets: {
        where: { state: "current" },
        select: { fingerprint: true, createdAt: true },
        take: 1,
      },
      jwtKeys: { where: { destroyedAt: null }, select: selectJwtKey, take: 1 },
      rotations: { where: { state: { notIn: ["done", "cancelled"] } }, select: { id: true }, take: 1 },
    },
  });
  if (row === null) return null;
  const [secret] = row.secrets;
  const creator = await db.user.findUnique({ where: { id: row.createdById }, select: { name: true } });
  return {
    id: id.data,
    name: row.name,
    environment: row.environment,
    kind: row.kind,
    clientId: row.clientId,
    imsOrgId: row.imsOrgId,
    technicalAccountId: row.technicalAccountId,
    technicalAccountEmail: row.technicalAccountEmail,
    scopes: row.scopes,
    metascopes: row.metascopes,
    console: readConsole(row),
    notes: row.notes,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    createdByName: creator?.name ?? "",
    isArchived: row.archivedAt !== null,
    isRotating: row.rotations.length > 0,
    health: judgeHealth({
      outcome: row.lastTestOutcome,
      failureCode: readFailureCode(row.lastTestFailureCode),
    }),
    driftedScopes: row.driftedScopes,
    secret:
      secret === undefined
        ? null
        : {
            fingerprint: showFingerprint(secret.fingerprint),
            storedAt: secret.createdAt.toISOString(),
          },
    jwtKey: readJwtKey(row.jwtKeys[0]),
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

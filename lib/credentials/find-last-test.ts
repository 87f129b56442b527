import { getDb } from "@/lib/db/client";
import { explainFailure } from "@/lib/diagnosis/explain-failure";
import type { CredentialId, OrganizationId } from "@/lib/ids";
import { judgeHealth, readFailureCode } from "./credential-health";
import type { LastTest } from "./last-test";

/**
 * The newest token test of a credential, or null when it was never tested. What a restored database knew of
 * tests is forgotten (`raise-alarm.ts`): they say nothing of now.
 */
export async function findLastTest(
  organizationId: OrganizationId,
  credentialId: CredentialId,
): Promise<LastTest | null> {
  const db = getDb();
  const row = await db.tokenTest.findFirst({
    where: { organizationId, credentialId, credential: { lastTestAt: { not: null } } },
    orderBy: { requestedAt: "desc" },
    select: {
      requestedAt: true,
      requestedById: true,
      durationMs: true,
      outcome: true,
      failureCode: true,
      credential: { select: { environment: true } },
      requestedScopes: true,
      grantedScopes: true,
    },
  });
  if (row === null) return null;
  const person = await db.user.findUnique({ where: { id: row.requestedById }, select: { name: true } });
  const failureCode = readFailureCode(row.failureCode);
  return {
    requestedAt: row.requestedAt.toISOString(),
    requestedByName: person?.name ?? "",
    durationMs: row.durationMs,
    health: judgeHealth({ outcome: row.outcome, failureCode }),
    words:
      failureCode === null
        ? null
        : explainFailure({ code: failureCode, tries: 0, durationMs: 0 }, row.credential),
    requestedScopes: row.requestedScopes,
    grantedScopes: row.grantedScopes.length === 0 ? null : row.grantedScopes,
  };
}

import { getDb } from "@/lib/db/client";
import { explainFailure } from "@/lib/diagnosis/explain-failure";
import type { FailureContext } from "@/lib/diagnosis/failure-context";
import type { FailureExplanation } from "@/lib/diagnosis/failure-explanation";
import type { AdobeFailure } from "@/lib/failure";
import type { CredentialId, OrganizationId } from "@/lib/ids";
import { judgeHealth, readFailureCode } from "./credential-health";
import { findFailureContext } from "./find-failure-context";
import type { LastTest } from "./last-test";
import { listTestFacts } from "./list-test-facts";

/**
 * The newest token test of a credential, or null when it was never tested. What a restored database knew of
 * tests is forgotten (`raise-alarm.ts`): they say nothing of now.
 */
export async function findLastTest(
  organizationId: OrganizationId,
  credentialId: CredentialId,
  reader: Pick<FailureContext, "mayEdit"> = {},
): Promise<LastTest | null> {
  const db = getDb();
  const row = await db.tokenTest.findFirst({
    where: { organizationId, credentialId, isPartial: false, credential: { lastTestAt: { not: null } } },
    orderBy: { requestedAt: "desc" },
    select: {
      requestedAt: true,
      requestedById: true,
      answeredAt: true,
      requestId: true,
      durationMs: true,
      outcome: true,
      failureCode: true,
      httpStatus: true,
      tries: true,
      debugId: true,
      credential: { select: { environment: true, clientId: true } },
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
    ...(failureCode === null
      ? { words: null, facts: [] }
      : {
          words: await explainTest(
            { organizationId, credentialId, reader, testedAt: row.requestedAt },
            {
              code: failureCode,
              ...(row.httpStatus !== null && { status: row.httpStatus }),
              tries: row.tries ?? 0,
              durationMs: row.durationMs ?? 0,
            },
          ),
          facts: listTestFacts({
            ...row.credential,
            ...{ code: failureCode, status: row.httpStatus, debugId: row.debugId, requestId: row.requestId },
            ...{ at: row.answeredAt ?? row.requestedAt, tries: row.tries, durationMs: row.durationMs },
          }),
        }),
    requestedScopes: row.requestedScopes,
    grantedScopes: row.grantedScopes.length === 0 ? null : row.grantedScopes,
  };
}

interface ExplainedTest {
  readonly organizationId: OrganizationId;
  readonly credentialId: CredentialId;
  readonly testedAt: Date;
  readonly reader: Pick<FailureContext, "mayEdit">;
}

/** A secret stored after the test was not the one that failed, so nothing is concluded from it. */
async function explainTest(
  { organizationId, credentialId, testedAt, reader }: ExplainedTest,
  failure: AdobeFailure,
): Promise<FailureExplanation> {
  const { secretStoredAt = null, ...known } = await findFailureContext(organizationId, credentialId);
  const isOtherSecret = secretStoredAt !== null && secretStoredAt > testedAt;
  return explainFailure(failure, { ...known, ...reader, ...(!isOtherSecret && { secretStoredAt }) });
}

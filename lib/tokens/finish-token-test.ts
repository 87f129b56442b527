import type { GrantedToken } from "@/lib/adobe/request-token";
import type { EventDetail } from "@/lib/audit/event";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { may } from "@/lib/auth/permissions";
import { readCoolDown } from "@/lib/credentials/cool-down";
import { findFailureContext } from "@/lib/credentials/find-failure-context";
import { listTestFacts } from "@/lib/credentials/list-test-facts";
import { inTransaction } from "@/lib/db/transaction";
import { explainFailure } from "@/lib/diagnosis/explain-failure";
import type { AdobeFailure } from "@/lib/failure";
import type { TokenTestId } from "@/lib/ids";
import type { Result } from "@/lib/result";
import { noteDrift } from "@/lib/scopes/note-drift";
import type { TestSubject } from "./prepare-test-subject";
import type { TokenTestResult } from "./token-test-result";

/** Commits the outcome with its event and gives what may be shown. */
export async function finishTokenTest(
  context: ActContext,
  subject: TestSubject,
  testId: TokenTestId,
  grant: Result<GrantedToken, AdobeFailure>,
): Promise<TokenTestResult> {
  const { viewer, origin } = context;
  const { organizationId } = viewer;
  const { credentialId, clientSecretId, assertion, isAside } = subject;
  const answeredAt = new Date();
  const detail = describeGrant(subject, testId, grant);
  const { durationMs, tries, failureCode, debugId, httpStatus, tokenFingerprint, grantedScopes } = detail;
  const outcome = grant.ok ? "succeeded" : "failed";
  await inTransaction(async (tx) => {
    await tx.tokenTest.updateMany({
      where: { organizationId, id: testId },
      data: {
        answeredAt,
        outcome,
        durationMs,
        tries,
        failureCode,
        debugId,
        httpStatus,
        tokenFingerprint,
        grantedScopes: [...(grantedScopes ?? [])],
        retryAfterSeconds: grant.ok ? null : (grant.failure.retryAfterSeconds ?? null),
        expiresAt: grant.ok ? grant.value.expiresAt : null,
      },
    });
    await tx.credential.updateMany({
      where: { organizationId, id: credentialId },
      data: {
        ...(!isAside && {
          lastTestAt: answeredAt,
          lastTestOutcome: outcome,
          lastTestFailureCode: failureCode,
          lastTestDurationMs: durationMs,
        }),
        coolDownUntil: grant.ok ? null : readCoolDown(grant.failure, answeredAt),
      },
    });
    if (grant.ok && assertion === null) {
      await tx.migration.updateMany({
        where: {
          ...{ organizationId, credentialId, endedAt: null, oauthWorkedAt: null },
          credential: { secrets: { some: { id: clientSecretId, state: "current" } } },
        },
        data: { oauthWorkedAt: answeredAt },
      });
    }
    await recordEvent(tx, organizationId, origin, {
      action: "token.tested",
      outcome,
      target: { type: "credential", id: credentialId, name: subject.name },
      detail,
    });
    // An assertion asks for metascopes, so what it is granted cannot be held against what was asked for.
    if (assertion === null && !isAside && grantedScopes !== null && grantedScopes.length > 0) {
      const scopes = { requested: subject.scopes, granted: grantedScopes };
      await noteDrift(tx, context, { id: credentialId, name: subject.name, ...scopes });
    }
  });
  const shared = {
    environment: subject.environment,
    answeredAt: answeredAt.toISOString(),
    durationMs,
    tries,
    debugId,
    requestedScopes: subject.scopes,
  };
  if (!grant.ok) {
    const known = {
      ...(await findFailureContext(organizationId, credentialId)),
      mayEdit: may(viewer.role, "credential.edit"),
    };
    return {
      ...shared,
      outcome: "failed",
      httpStatus,
      words: explainFailure(grant.failure, known, answeredAt),
      facts: listTestFacts({
        ...{ environment: subject.environment, clientId: subject.clientId, at: answeredAt },
        ...{
          code: failureCode,
          status: httpStatus,
          debugId,
          requestId: context.requestId,
          tries,
          durationMs,
        },
      }),
    };
  }
  const { expiresAt, fingerprint } = grant.value;
  return {
    ...shared,
    outcome: "succeeded",
    expiresAt: expiresAt.toISOString(),
    grantedScopes,
    tokenFingerprint: fingerprint,
  };
}

function describeGrant(
  subject: TestSubject,
  testId: TokenTestId,
  grant: Result<GrantedToken, AdobeFailure>,
): EventDetail<"token.tested"> {
  const { durationMs, tries, debugId, status } = grant.ok ? grant.value : grant.failure;
  return {
    testId,
    fingerprint: subject.fingerprint,
    durationMs: Math.round(durationMs),
    tries,
    failureCode: grant.ok ? null : grant.failure.code,
    httpStatus: status ?? null,
    debugId: debugId ?? null,
    tokenFingerprint: grant.ok ? grant.value.fingerprint : null,
    expiresAt: grant.ok ? grant.value.expiresAt.toISOString() : null,
    requestedScopes: [...(subject.assertion?.metascopes ?? subject.scopes)],
    grantedScopes: grant.ok ? grant.value.grantedScopes : null,
  };
}

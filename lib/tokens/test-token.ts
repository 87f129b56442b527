/**
 * The room of tokens: the commands that ask Adobe for one. A call to Adobe stands between two
 * transactions, never inside one, and is made for a person who pressed a button: only actions call
 * these commands. An access token lives in this process's memory; none is stored, logged or sent to a
 * browser.
 */

import { requestToken } from "@/lib/adobe/request-token";
import { isUnrecorded } from "@/lib/audit/is-unrecorded";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import type { CredentialChoice } from "@/lib/credentials/credential-input";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { newTokenTestId, type TokenTestId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { finishTokenTest } from "./finish-token-test";
import { prepareTestSubject, type TestSubject } from "./prepare-test-subject";
import type { TokenTestResult } from "./token-test-result";

/**
 * Makes one fresh client_credentials grant to see whether the credential works.
 *
 * The intent event is committed before anything goes out, the outcome event before anything is
 * shown. The token is measured and dropped. A refusal by Adobe is a result, not a failure of the act.
 */
export async function testToken(
  context: ActContext,
  { credentialId }: CredentialChoice,
): Promise<Result<TokenTestResult, Failure>> {
  const { organizationId } = context.viewer;
  const subject = await prepareTestSubject(organizationId, credentialId);
  if (!subject.ok) return subject;
  const testId = newTokenTestId();
  const requestedAt = new Date();
  const begun = await beginTokenTest(context, subject.value, testId, requestedAt);
  if (!begun.ok) return begun;
  const { environment, clientId, secret, scopes, imsOrgId } = subject.value;
  const grant = await requestToken({
    environment,
    clientId,
    clientSecret: secret,
    scopes,
    ...(imsOrgId === null ? {} : { imsOrgId }),
  });
  try {
    return succeed(await finishTokenTest(context, subject.value, testId, grant));
  } catch (thrown) {
    // Elsewhere an event that cannot be written means that nothing was done; here Adobe was asked.
    if (isUnrecorded(thrown)) return fail({ kind: "answer_unrecorded" });
    throw thrown;
  }
}

/** The intent. It also asks once more that the credential may still be used. */
async function beginTokenTest(
  { viewer, requestId, origin }: ActContext,
  subject: TestSubject,
  testId: TokenTestId,
  requestedAt: Date,
): Promise<Result<null, Failure>> {
  const { organizationId } = viewer;
  const { credentialId, clientSecretId, fingerprint } = subject;
  return inTransaction(async (tx) => {
    const { count } = await tx.credential.updateMany({
      where: { organizationId, id: credentialId, deletedAt: null, archivedAt: null },
      data: { lastTestAt: requestedAt, lastTestOutcome: "pending", lastTestFailureCode: null },
    });
    if (count === 0) return fail({ kind: "not_found" });
    await tx.tokenTest.create({
      data: {
        id: testId,
        organizationId,
        credentialId,
        clientSecretId,
        requestedById: viewer.userId,
        requestId,
        requestedAt,
        outcome: "pending",
        requestedScopes: [...subject.scopes],
        grantedScopes: [],
      },
      select: { id: true },
    });
    await recordEvent(tx, organizationId, origin, {
      action: "token.test_requested",
      outcome: "requested",
      target: { type: "credential", id: credentialId, name: subject.name },
      detail: { testId, fingerprint, requestedScopes: [...subject.scopes] },
    });
    return succeed(null);
  });
}

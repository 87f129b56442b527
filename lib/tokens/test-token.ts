/**
 * The room of tokens: the commands that ask Adobe for one. A call to Adobe stands between two
 * transactions, never inside one, and is made for a person who pressed a button: only actions call
 * these commands. An access token lives in this process's memory; none is stored or logged, and none is
 * sent to a browser but by `reveal-held-token.ts`.
 */

import { exchangeJwt } from "@/lib/adobe/exchange-jwt";
import { type GrantedToken, requestToken } from "@/lib/adobe/request-token";
import { isUnrecorded } from "@/lib/audit/is-unrecorded";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import type { CredentialChoice } from "@/lib/credentials/credential-input";
import { inTransaction } from "@/lib/db/transaction";
import type { AdobeFailure, Failure } from "@/lib/failure";
import { newTokenTestId, type TokenTestId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { inspectToken } from "@/lib/tokens/inspection/inspect-token";
import { finishTokenTest } from "./finish-token-test";
import { holdToken } from "./held-tokens";
import { prepareTestSubject, type TestMeans, type TestSubject } from "./prepare-test-subject";
import type { TokenTestResult } from "./token-test-result";

/**
 * Makes one fresh grant to see whether the credential works: by client credentials, or by exchanging a signed
 * assertion where it is a JWT credential.
 *
 * The intent event is committed before anything goes out, the outcome event before anything is
 * shown. The token is held for five minutes, for whoever asked. A refusal by Adobe is a result, not a
 * failure of the act.
 */
export async function testToken(
  context: ActContext,
  { credentialId }: CredentialChoice,
  means?: TestMeans,
): Promise<Result<TokenTestResult, Failure>> {
  const subject = await prepareTestSubject(context.viewer.organizationId, credentialId, means);
  if (!subject.ok) return subject;
  const asked = await askForToken(context, subject.value);
  return asked.ok ? succeed(asked.value.result) : asked;
}

interface AskedToken {
  readonly grant: Result<GrantedToken, AdobeFailure>;
  readonly result: TokenTestResult;
}

/** One recorded test of what was prepared. */
export async function askForToken(
  context: ActContext,
  subject: TestSubject,
): Promise<Result<AskedToken, Failure>> {
  const testId = newTokenTestId();
  const begun = await beginTokenTest(context, subject, testId, new Date());
  if (!begun.ok) return begun;
  const grant = await requestGrant(subject);
  try {
    const result = await finishTokenTest(context, subject, testId, grant);
    if (grant.ok) holdGrant(context, subject, grant.value);
    return succeed({ grant, result });
  } catch (thrown) {
    // Elsewhere an event that cannot be written means that nothing was done; here Adobe was asked.
    if (isUnrecorded(thrown)) return fail({ kind: "answer_unrecorded" });
    throw thrown;
  }
}

function holdGrant({ viewer }: ActContext, subject: TestSubject, grant: GrantedToken): void {
  const { sessionId, organizationId } = viewer;
  const { credentialId, clientSecretId, environment, clientId, secret } = subject;
  const { accessToken, fingerprint } = grant;
  const inspection = inspectToken(accessToken, [secret]);
  const ofWhom = { sessionId, organizationId, credentialId, clientSecretId, environment, clientId };
  holdToken({ ...ofWhom, accessToken, fingerprint, inspection, heldAt: new Date() });
}

function requestGrant(subject: TestSubject): Promise<Result<GrantedToken, AdobeFailure>> {
  const { environment, clientId, secret: clientSecret, scopes, imsOrgId, assertion } = subject;
  const client = { environment, clientId, clientSecret };
  if (assertion !== null) return exchangeJwt({ ...client, ...assertion });
  return requestToken({ ...client, scopes, ...(imsOrgId === null ? {} : { imsOrgId }) });
}

/** The intent. It also asks once more that the credential may still be used. */
async function beginTokenTest(
  { viewer, requestId, origin }: ActContext,
  subject: TestSubject,
  testId: TokenTestId,
  requestedAt: Date,
): Promise<Result<null, Failure>> {
  const { organizationId } = viewer;
  const { credentialId, clientSecretId, fingerprint, assertion, isAside } = subject;
  return inTransaction(async (tx) => {
    const { count } = await tx.credential.updateMany({
      where: { organizationId, id: credentialId, deletedAt: null, archivedAt: null },
      // What is true already is written all the same: so the credential is held while it is asked.
      data: isAside
        ? { archivedAt: null }
        : { lastTestAt: requestedAt, lastTestOutcome: "pending", lastTestFailureCode: null },
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
        isPartial: isAside,
        grantedScopes: [],
      },
      select: { id: true },
    });
    await recordEvent(tx, organizationId, origin, {
      action: "token.test_requested",
      outcome: "requested",
      target: { type: "credential", id: credentialId, name: subject.name },
      detail: { testId, fingerprint, requestedScopes: [...(assertion?.metascopes ?? subject.scopes)] },
    });
    return succeed(null);
  });
}

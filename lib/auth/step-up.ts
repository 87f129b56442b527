import { recordEvent } from "@/lib/audit/record-event";
import { getDb } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { accountKey } from "./account-key";
import type { ActContext } from "./act-context";
import { verifyPassword } from "./passwords";
import { recordMergedEvent } from "./record-merged-event";
import { hashSid } from "./sid";
import { type Attempt, admitAttempt, forgiveAttempts, withdrawAttempt } from "./sign-in-throttle";

/**
 * Proves again who acts: notes the time in the session, for the next five minutes. Tries count
 * together with those at sign-in. A wrong password leaves the session as it is.
 */
export async function stepUp(
  session: { readonly context: ActContext; readonly sid: Secret },
  password: Secret,
  now: Date,
): Promise<Result<null, Failure>> {
  const { context, sid } = session;
  const { viewer, origin } = context;
  const { userId, organizationId: chain } = viewer;
  const attempt: Attempt = { account: accountKey(viewer.email), address: context.address };

  const admitted = await admitAttempt(attempt, now);
  if (!admitted.ok) {
    await recordMergedEvent({ action: "session.throttled", chain, account: userId }, context, now);
    const { retryAfterSeconds } = admitted.failure;
    return fail({ kind: "too_many_requests", retryAfterSeconds });
  }
  const user = await getDb().user.findUnique({ where: { id: userId }, select: { passwordHash: true } });
  const verified = await verifyPassword(user?.passwordHash ?? null, password);
  if (!verified.ok) {
    await withdrawAttempt(attempt);
    return verified;
  }
  if (verified.value === "differs") {
    await recordMergedEvent({ action: "session.step_up_refused", chain, userId }, context, now);
    return fail({ kind: "step_up_refused" });
  }
  await inTransaction(async (tx) => {
    await tx.session.updateMany({ where: { sidHash: hashSid(sid) }, data: { steppedUpAt: now } });
    await recordEvent(tx, chain, origin, {
      action: "session.stepped_up",
      outcome: "succeeded",
      target: { type: "user", id: userId, name: viewer.name },
      detail: {},
    });
  });
  await forgiveAttempts(attempt);
  return succeed(null);
}

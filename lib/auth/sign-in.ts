import type { Chain } from "@/lib/audit/record-event";
import { getDb } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { type OrganizationId, organizationIdSchema, type UserId, userIdSchema } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { accountKey } from "./account-key";
import { countedAddress } from "./client-address";
import { normalizeEmail } from "./normalize-email";
import { hashPassword, verifyPassword } from "./passwords";
import { recordClosedCounts, recordMergedEvent } from "./record-merged-event";
import type { RequestContext } from "./request";
import { type StartedSession, startSession } from "./sessions";
import { type Attempt, admitAttempt, forgiveAttempts, withdrawAttempt } from "./sign-in-throttle";
import { userOrigin } from "./user-origin";

interface Account {
  readonly userId: UserId;
  readonly name: string;
  readonly organizationId: OrganizationId;
  readonly passwordHash: string;
}

/**
 * Proves an email address and password and starts a session.
 *
 * Unknown addresses, wrong passwords, disabled users and users without an organization get one answer
 * after the same work. While an account or address has to wait, no password is looked at; while an
 * address has to, neither is any account, and however many it names, its tries are one event.
 */
export async function signIn(
  request: RequestContext,
  sent: { readonly email: string; readonly password: Secret },
  now: Date,
): Promise<Result<StartedSession, Failure>> {
  await recordClosedCounts(now);
  const email = normalizeEmail(sent.email);
  const attempt: Attempt = { account: accountKey(email ?? sent.email), address: request.address };

  const admitted = await admitAttempt(attempt, now);
  const isAddressHeld = !admitted.ok && admitted.failure.by === "address";
  const account = email === null || isAddressHeld ? null : await findAccount(email);
  const chain: Chain = account?.organizationId ?? "instance";
  const refused = { chain, account: account?.userId ?? attempt.account };
  if (!admitted.ok) {
    const held = isAddressHeld ? { chain, account: accountKey(countedAddress(request.address)) } : refused;
    await recordMergedEvent({ action: "session.throttled", ...held }, request, now);
    const { retryAfterSeconds } = admitted.failure;
    return fail({ kind: "too_many_requests", retryAfterSeconds });
  }
  const verified = await verifyPassword(account?.passwordHash ?? null, sent.password);
  if (!verified.ok) {
    await withdrawAttempt(attempt);
    return verified;
  }
  if (account === null || verified.value === "differs") {
    await recordMergedEvent({ action: "session.refused", ...refused }, request, now);
    return fail({ kind: "sign_in_refused" });
  }
  const session = await openSession(account, request, now);
  await forgiveAttempts(attempt);
  if (verified.value === "outdated") await renewHash(account, sent.password);
  return succeed(session);
}

function openSession(account: Account, request: RequestContext, now: Date): Promise<StartedSession> {
  const { userId, name, organizationId } = account;
  const origin = userOrigin(account, request);
  return inTransaction((tx) => startSession(tx, { userId, userName: name, organizationId, origin }, now));
}

/** The organization is the one they joined first. */
async function findAccount(email: string): Promise<Account | null> {
  const user = await getDb().user.findUnique({
    where: { email },
    select: {
      id: true,
      name: true,
      passwordHash: true,
      disabledAt: true,
      memberships: { orderBy: { createdAt: "asc" }, take: 1, select: { organizationId: true } },
    },
  });
  const membership = user?.memberships[0];
  if (!user || user.disabledAt !== null || membership === undefined) return null;
  return {
    userId: userIdSchema.parse(user.id),
    name: user.name,
    organizationId: organizationIdSchema.parse(membership.organizationId),
    passwordHash: user.passwordHash,
  };
}

/** Only now is the password at hand. When there is no room to hash it, the next sign-in does. */
async function renewHash({ userId, passwordHash: old }: Account, password: Secret): Promise<void> {
  const renewed = await hashPassword(password);
  if (!renewed.ok) return;
  await getDb().user.updateMany({
    where: { id: userId, passwordHash: old },
    data: { passwordHash: renewed.value },
  });
}

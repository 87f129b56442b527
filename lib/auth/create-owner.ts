import { getDb } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { newUserId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import type { CreateOwnerInput } from "./account-input";
import { addOrganization, addUser } from "./add-user";
import { isSetupToken } from "./is-setup-token";
import { lockSetup } from "./lock-setup";
import { refusePassword } from "./password-policy";
import { hashPassword } from "./passwords";
import type { RequestContext } from "./request";
import { type StartedSession, startSession } from "./sessions";
import { userOrigin } from "./user-origin";

const alreadySetUp: Failure = {
  kind: "conflict",
  message: "Latchkey has been set up already. Sign in instead.",
  href: "/sign-in",
  hrefLabel: "Sign in",
};

const wrongToken: Failure = {
  kind: "conflict",
  message: "This setup address is not valid any more. The last start of Latchkey printed the one that is.",
};

/** Whether anybody has an account. Until then the setup page is open to whoever has its address. */
export async function hasUsers(): Promise<boolean> {
  return (await getDb().user.findFirst({ select: { id: true } })) !== null;
}

/**
 * Makes the first organization and its owner, and signs the owner in. Only with the token of the
 * setup address and only while nobody has an account; of two at once, one is told it is done.
 */
export async function createOwner(
  request: RequestContext,
  input: CreateOwnerInput,
  now: Date,
): Promise<Result<StartedSession, Failure>> {
  if (await hasUsers()) return fail(alreadySetUp);
  if (!(await isSetupToken(input.token))) return fail(wrongToken);
  const { organizationName, name, email, password } = input;
  const refusal = refusePassword(password, [organizationName, name, email]);
  if (refusal !== null) return fail({ kind: "invalid_input", fields: { password: refusal } });
  const hashed = await hashPassword(password);
  if (!hashed.ok) return hashed;

  const userId = newUserId();
  const origin = userOrigin({ userId, name }, request);
  const session = await inTransaction(async (tx) => {
    await lockSetup(tx);
    if ((await tx.user.findFirst({ select: { id: true } })) !== null) return null;
    const organizationId = await addOrganization(tx, organizationName, origin);
    const user = { userId, email, name, passwordHash: hashed.value, role: "owner" } as const;
    await addUser(tx, organizationId, user, origin);
    return startSession(tx, { userId, userName: name, organizationId, origin }, now);
  });
  return session === null ? fail(alreadySetUp) : succeed(session);
}

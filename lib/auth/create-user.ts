import type { EventOrigin } from "@/lib/audit/event";
import { violatedConstraint } from "@/lib/db/database-error";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fieldErrors } from "@/lib/field-errors";
import { newUserId, type OrganizationId, organizationIdSchema, type UserId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { createUserInput } from "./account-input";
import { addOrganization, addUser } from "./add-user";
import { lockSetup } from "./lock-setup";
import { refusePassword } from "./password-policy";
import { hashPassword } from "./passwords";

interface NewUserDetails {
  readonly email: string;
  readonly name: string;
  /** Created when there is none of that name. */
  readonly organizationName: string;
  readonly role: string;
  readonly password: Secret;
}

interface CreatedUser {
  readonly userId: UserId;
  readonly organizationId: OrganizationId;
  readonly isNewOrganization: boolean;
}

const fromCommandLine: EventOrigin = { actor: { type: "system" }, requestId: null, address: null };

/**
 * Makes a user from the command line.
 * @returns `invalid_input` with a sentence per field, or `conflict` when the address has an account.
 */
export async function createUser(details: NewUserDetails): Promise<Result<CreatedUser, Failure>> {
  const parsed = createUserInput.safeParse(details);
  if (!parsed.success) return fail({ kind: "invalid_input", fields: fieldErrors(parsed.error) });
  const { email, name, organizationName, role } = parsed.data;
  const { password } = details;
  const refusal = refusePassword(password, [organizationName, name, email]);
  if (refusal !== null) return fail({ kind: "invalid_input", fields: { password: refusal } });
  const hashed = await hashPassword(password);
  if (!hashed.ok) return hashed;

  const userId = newUserId();
  try {
    const created = await inTransaction(async (tx) => {
      await lockSetup(tx);
      const existing = await tx.organization.findFirst({
        where: { name: organizationName },
        orderBy: { createdAt: "asc" },
        select: { id: true },
      });
      const organizationId =
        existing === null
          ? await addOrganization(tx, organizationName, fromCommandLine)
          : organizationIdSchema.parse(existing.id);
      const user = { userId, email, name, passwordHash: hashed.value, role };
      await addUser(tx, organizationId, user, fromCommandLine);
      return { userId, organizationId, isNewOrganization: existing === null };
    });
    return succeed(created);
  } catch (thrown) {
    if (violatedConstraint(thrown) !== "User_email_key") throw thrown;
    return fail({ kind: "conflict", message: "There is already an account with this email address." });
  }
}

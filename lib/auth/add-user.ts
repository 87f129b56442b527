import type { EventOrigin } from "@/lib/audit/event";
import { recordEvent } from "@/lib/audit/record-event";
import type { Tx } from "@/lib/db/client";
import { newOrganizationId, type OrganizationId, type UserId } from "@/lib/ids";
import type { Role } from "./permissions";

interface NewUser {
  readonly userId: UserId;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly role: Role;
}

/** Adds an organization without members, inside the caller's transaction, with its event. */
export async function addOrganization(tx: Tx, name: string, origin: EventOrigin): Promise<OrganizationId> {
  const id = newOrganizationId();
  await tx.organization.create({ data: { id, name }, select: { id: true } });
  await recordEvent(tx, id, origin, {
    action: "organization.created",
    outcome: "succeeded",
    target: { type: "organization", id, name },
    detail: { organizationName: name },
  });
  return id;
}

/** Adds a user with a membership, inside the caller's transaction, with its event. */
export async function addUser(
  tx: Tx,
  organizationId: OrganizationId,
  user: NewUser,
  origin: EventOrigin,
): Promise<void> {
  const { userId: id, email, name, passwordHash, role } = user;
  await tx.user.create({ data: { id, email, name, passwordHash }, select: { id: true } });
  await tx.membership.create({ data: { organizationId, userId: id, role }, select: { userId: true } });
  await recordEvent(tx, organizationId, origin, {
    action: "user.created",
    outcome: "succeeded",
    target: { type: "user", id, name },
    detail: { role },
  });
}

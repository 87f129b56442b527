import { getDb } from "@/lib/db/client";
import { newOrganizationId, newUserId, type OrganizationId, type UserId } from "@/lib/ids";
import type { Role } from "./permissions";

export interface TestMember {
  readonly userId: UserId;
  readonly name: string;
  readonly email: string;
  readonly organizationId: OrganizationId;
  readonly organizationName: string;
}

/** For tests: the only member of a new organization. */
export async function makeMember(role: Role, passwordHash: string): Promise<TestMember> {
  const [organizationId, userId] = [newOrganizationId(), newUserId()];
  const organizationName = `Organization ${organizationId.slice(-6)}`;
  const [name, email] = [`Person ${userId.slice(-6)}`, `${userId}@example.com`];
  const db = getDb();
  await db.organization.create({ data: { id: organizationId, name: organizationName } });
  await db.user.create({ data: { id: userId, email, name, passwordHash } });
  await db.membership.create({ data: { organizationId, userId, role } });
  return { userId, name, email, organizationId, organizationName };
}

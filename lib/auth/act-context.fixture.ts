import { getDb } from "@/lib/db/client";
import { newOrganizationId, newRequestId, newUserId } from "@/lib/ids";
import type { ActContext } from "./act-context";
import type { Role } from "./permissions";

/** For tests: a new organization with one member, and the context in which that member acts. */
export async function makeActContext(role: Role = "owner"): Promise<ActContext> {
  const db = getDb();
  const organizationId = newOrganizationId();
  const userId = newUserId();
  const requestId = newRequestId();
  const name = `Person ${userId.slice(-6)}`;
  const email = `${userId}@example.com`;
  const organizationName = `Organization ${organizationId.slice(-6)}`;
  await db.organization.create({ data: { id: organizationId, name: organizationName } });
  await db.user.create({ data: { id: userId, email, name, passwordHash: "$argon2id$never verified" } });
  await db.membership.create({ data: { organizationId, userId, role } });
  const now = new Date();
  return {
    viewer: {
      userId,
      name,
      email,
      organizationId,
      organizationName,
      role,
      signedInAt: now,
      steppedUpAt: now,
      expiresAt: new Date(now.getTime() + 8 * 60 * 60 * 1000),
    },
    requestId,
    address: "192.0.2.1",
    origin: { actor: { type: "user", id: userId, name }, requestId, address: "192.0.2.1" },
  };
}

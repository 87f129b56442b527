import { randomBytes } from "node:crypto";
import { newRequestId, sessionIdSchema } from "@/lib/ids";
import type { ActContext } from "./act-context";
import { makeMember } from "./member.fixture";
import type { Role } from "./permissions";
import { userOrigin } from "./user-origin";

/** For tests: a new organization with one member, and the context in which that member acts. */
export async function makeActContext(role: Role = "owner"): Promise<ActContext> {
  const member = await makeMember(role, "$argon2id$never verified");
  const now = new Date();
  const sessionId = sessionIdSchema.parse(randomBytes(32).toString("hex"));
  const expiresAt = new Date(now.getTime() + 8 * 60 * 60 * 1000);
  const request = { requestId: newRequestId(), address: "192.0.2.1" };
  return {
    viewer: { ...member, role, sessionId, signedInAt: now, steppedUpAt: now, expiresAt },
    ...request,
    origin: userOrigin(member, request),
  };
}

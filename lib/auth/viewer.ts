import type { OrganizationId, SessionId, UserId } from "@/lib/ids";
import type { Role } from "./permissions";

/** The person who asks, in the organization the session is for. Read from the database each time. */
export interface Viewer {
  readonly userId: UserId;
  readonly name: string;
  readonly email: string;
  readonly organizationId: OrganizationId;
  readonly organizationName: string;
  readonly role: Role;
  /** What is held for this visit only, in memory, is held under it. */
  readonly sessionId: SessionId;
  readonly signedInAt: Date;
  /** Last proof of identity; signing in counts. */
  readonly steppedUpAt: Date;
  /** When the session ends however busy it is. */
  readonly expiresAt: Date;
}

import { redirect } from "next/navigation";
import { cache } from "react";
import { systemClock } from "@/lib/clock";
import type { OrganizationId, UserId } from "@/lib/ids";
import type { Role } from "./permissions";
import { getPagePath, getSid } from "./request";
import { findSessionViewer, touchSession } from "./sessions";

/** The person who asks, in the organization the session is for. Read from the database each time. */
export interface Viewer {
  readonly userId: UserId;
  readonly name: string;
  readonly email: string;
  readonly organizationId: OrganizationId;
  readonly organizationName: string;
  readonly role: Role;
  readonly signedInAt: Date;
  /** Last proof of identity; signing in counts. */
  readonly steppedUpAt: Date;
  /** When the session ends however busy it is. */
  readonly expiresAt: Date;
}

/** For pages: who asks, or null. Counts as a sign of life. One look-up per page, however often it is asked. */
export const findViewer = cache(async (): Promise<Viewer | null> => {
  const sid = await getSid();
  if (sid === null) return null;
  const now = systemClock.now();
  const viewer = await findSessionViewer(sid, now);
  if (viewer !== null) await touchSession(sid, now);
  return viewer;
});

/** For pages behind sign-in: who asks; everybody else is led to the sign-in page and back. */
export async function requireViewer(): Promise<Viewer> {
  const viewer = await findViewer();
  if (viewer !== null) return viewer;
  const next = await getPagePath();
  return redirect(next === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ next })}`);
}

import { redirect } from "next/navigation";
import { cache } from "react";
import { systemClock } from "@/lib/clock";
import { getPagePath, getSid } from "./request";
import { findSessionViewer, touchSession } from "./sessions";
import type { Viewer } from "./viewer";

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

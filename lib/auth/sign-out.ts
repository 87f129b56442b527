import type { Secret } from "@/lib/secret";
import type { RequestContext } from "./request";
import { endSession, findSessionViewer } from "./sessions";
import { userOrigin } from "./user-origin";

/** Ends the session that a request came with, if it is still one. */
export async function signOut(
  request: RequestContext & { readonly sid: Secret | null },
  now: Date,
): Promise<void> {
  const { sid } = request;
  const viewer = sid && (await findSessionViewer(sid, now));
  if (!sid || viewer === null) return;
  await endSession(sid, userOrigin(viewer, request), viewer);
}

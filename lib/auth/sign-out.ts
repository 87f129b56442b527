import type { Secret } from "@/lib/secret";
import type { RequestContext } from "./request";
import { endSession, findSessionViewer } from "./sessions";

/** Ends the session that a request came with, if it is still one. */
export async function signOut(
  { sid, requestId, address }: RequestContext & { readonly sid: Secret | null },
  now: Date,
): Promise<void> {
  const viewer = sid && (await findSessionViewer(sid, now));
  if (!sid || viewer === null) return;
  const actor = { type: "user", id: viewer.userId, name: viewer.name } as const;
  await endSession(sid, { actor, requestId, address }, viewer);
}

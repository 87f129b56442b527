import type { EventOrigin } from "@/lib/audit/event";
import type { UserId } from "@/lib/ids";
import type { RequestContext } from "./request";

/** The origin of what a user does with one request. */
export function userOrigin(
  user: { readonly userId: UserId; readonly name: string },
  { requestId, address }: RequestContext,
): EventOrigin {
  return { actor: { type: "user", id: user.userId, name: user.name }, requestId, address };
}

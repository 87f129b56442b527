import type { EventOrigin } from "@/lib/audit/event";
import type { RequestId } from "@/lib/ids";
import type { Viewer } from "./viewer";

/** What the gate hands to a command: who acts, and how the act is named in the log. */
export interface ActContext {
  readonly viewer: Viewer;
  readonly requestId: RequestId;
  /** Client address as the trusted proxies established it. */
  readonly address: string | null;
  /** Ready to be passed to `recordEvent`. */
  readonly origin: EventOrigin;
}

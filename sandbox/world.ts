import type { FaultBook } from "./faults";
import type { Holds } from "./holds";
import type { RequestLog } from "./request-log";
import type { SandboxState } from "./state";

/** All that one running sandbox is made of. */
export interface World {
  readonly state: SandboxState;
  readonly faults: FaultBook;
  readonly holds: Holds;
  readonly log: RequestLog;
  readonly nowMs: () => number;
}

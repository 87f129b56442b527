import type { HttpAnswer } from "./http-client";
import { parseRetryAfter } from "./parse-retry-after";

/** The seconds to stay away, where the status means that a later request may go better. */
export function readRetryAfter(answer: HttpAnswer, sentAt: Date): number | undefined {
  return answer.status === 429 || answer.status >= 500
    ? parseRetryAfter(answer.header("retry-after"), sentAt)
    : undefined;
}

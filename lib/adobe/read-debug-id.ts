import type { Secret } from "@/lib/secret";
import type { HttpAnswer } from "./http-client";

/** Kept so that Adobe's support can find the call; dropped when it is odd or repeats what must not be seen. */
export function readDebugId(
  answer: HttpAnswer,
  header: "x-debug-id" | "x-request-id",
  ...sent: readonly Secret[]
): string | undefined {
  const value = answer.header(header) ?? "";
  if (!/^[\x21-\x7e]+$/.test(value) || sent.some((secret) => value.includes(secret.reveal()))) {
    return undefined;
  }
  return value.slice(0, 100);
}

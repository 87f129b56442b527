import { type Environment, environmentLabels } from "@/lib/environment";
import type { AdobeFailureCode } from "@/lib/failure";
import type { SummaryFact } from "./write-summary";

/** What is known of a failed call. What is null or left out is not known, and not listed. */
export interface FailedCall {
  readonly environment: Environment;
  readonly clientId: string;
  /** The host that was asked: `ims-na1.adobelogin.com`. */
  readonly host?: string | null | undefined;
  readonly code: AdobeFailureCode | null;
  /** HTTP status, when an answer came. */
  readonly status?: number | null | undefined;
  /** Adobe's `x-debug-id` or `x-request-id`. */
  readonly debugId?: string | null | undefined;
  /** Our own request id. */
  readonly requestId?: string | null | undefined;
  readonly at: Date;
  readonly tries?: number | null | undefined;
  readonly durationMs?: number | null | undefined;
}

/** The facts of a failed call for `writeSummary`, none of them a secret. */
export function listSummaryFacts(call: FailedCall): readonly SummaryFact[] {
  const { code, status, host, debugId, requestId, tries, durationMs } = call;
  const facts: readonly (readonly [string, string | number | null | undefined])[] = [
    ["HTTP status", status ?? "no answer"],
    ["Code", code],
    ["Adobe debug ID", debugId ?? "none given"],
    ["Latchkey request ID", requestId],
    ["Time", call.at.toISOString().replace("T", " ").replace("Z", " UTC")],
    ["Environment", environmentLabels[call.environment]],
    ["Client ID", call.clientId],
    ["Host asked", host],
    ["Requests sent", tries],
    ["Duration", durationMs == null ? null : `${durationMs} ms`],
  ];
  return facts.flatMap(([label, value]) => (value == null ? [] : [{ label, value: String(value) }]));
}

/** How the Developer Console tells of secrets and refusals. */

import { randomUUID } from "node:crypto";
import { type Answer, jsonAnswer } from "./answer";
import type { SecretRecord } from "./client-secrets";

/** The error of the API gateway, which stands before the Console: a code of six digits and a text. */
export function gatewayError(status: number, code: string, message: string): Answer {
  return jsonAnswer(status, { error_code: code, message });
}

/** The error of the Console itself. Templates that Adobe does not document are chosen where they stand. */
export function consoleError(status: number, template: string, message: string): Answer {
  return jsonAnswer(status, { id: randomUUID(), status, messages: [{ template, message }] });
}

/** One entry of the list: everything but the value. A secret of this kind never expires. */
export function describeSecret({ uuid, createdAtMs, lastUsedAtMs }: SecretRecord) {
  return {
    expires_at: "PERMANENT",
    expires_at_str: "PERMANENT",
    created_at: String(createdAtMs),
    created_at_str: formatTime(createdAtMs),
    uuid,
    secret_usages:
      lastUsedAtMs === null
        ? null
        : [{ last_used_at: String(lastUsedAtMs), grant_type: "client_credentials" }],
  };
}

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Tue, Apr 25 2023 18:48:05.000 UTC` */
function formatTime(timeMs: number): string {
  const time = new Date(timeMs);
  const [date = "", clock = ""] = time.toISOString().split(/[TZ]/);
  const [year, , day] = date.split("-");
  return `${days[time.getUTCDay()]}, ${months[time.getUTCMonth()]} ${day} ${year} ${clock} UTC`;
}

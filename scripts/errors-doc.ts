import { consoleRefusalRows } from "@/lib/adobe/classify-console-refusal";
import { jwtRefusalRows } from "@/lib/adobe/classify-jwt-refusal";
import { productRefusalRows } from "@/lib/adobe/classify-product-refusal";
import { tokenRefusalRows } from "@/lib/adobe/classify-refusal";
import type { RefusalRow } from "@/lib/adobe/match-refusal";
import { refusalSources } from "@/lib/adobe/refusal-sources";
import { circumstances } from "@/lib/diagnosis/circumstances";
import type { connectionFailures } from "@/lib/diagnosis/connection-failures";
import type {
  CauseRow,
  FailureFacts,
  FailureRow,
  FailureRows,
  Weight,
  Words,
} from "@/lib/diagnosis/failure-row";
import { failureSources } from "@/lib/diagnosis/failure-rows";
import type { ownRefusals } from "@/lib/diagnosis/own-refusals";

const groups: readonly (readonly [string, FailureRows])[] = [
  ["Token endpoint", failureSources.token],
  ["JWT exchange", failureSources.jwt],
  ["API gateway", failureSources.gateway],
  ["Console API", failureSources.console],
  ["Products", failureSources.product],
  ["Connection and answer", failureSources.connection],
  ["Latchkey itself", failureSources.latchkey],
];

const wireTables: readonly (readonly [string, readonly RefusalRow[]])[] = [
  ["token endpoint", tokenRefusalRows],
  ["JWT exchange", jwtRefusalRows],
  ["Console API", consoleRefusalRows],
  ["product or its gateway", productRefusalRows],
];

type SilentCode =
  | Exclude<keyof typeof connectionFailures, "throttled" | "adobe_unavailable" | "adobe_internal_error">
  | keyof typeof ownRefusals
  | "unknown_refusal";

/** What is seen where no answer is classified. */
const silentWires: Readonly<Record<SilentCode, string>> = {
  unknown_refusal: "a refusal that fits no other line",
  network_down: "no connection, for any reason that has no line of its own",
  name_not_resolved: "`ENOTFOUND`, `ENODATA`, `EAI_*`",
  connection_refused: "`ECONNREFUSED`",
  connection_reset: "`ECONNRESET`, `ECONNABORTED`, `EPIPE`, or the answer breaks off",
  tls_failed: "`CERT_*`, `ERR_TLS_*`, `EPROTO` and the other codes of a certificate that does not hold",
  timed_out: "`ETIMEDOUT`, or no complete answer within 15 seconds of one try",
  redirected: "301, 302, 303, 307 or 308",
  not_json: "any status with a body that is not JSON",
  answer_too_large: "a body of more than 64 KiB",
  answer_compressed: "an answer with `Content-Encoding`",
  answer_malformed: "a good status with members that are missing, of another type or out of range",
  cooling_down: "no request: `Retry-After` of an earlier answer is not over",
  circuit_open: "no request: five acts in a row failed, or half of at least ten within 30 seconds",
  console_not_offered: "no request: Stage has no Console API for customers",
  sandbox_not_running: "no request: there is no sandbox",
  cancelled: "no complete answer was waited for",
};

const labels: Readonly<Record<Weight, string>> = {
  likely: "Likely",
  possible: "Possible",
  unlikely: "Unlikely",
  none: "Sometimes",
};

const changedTo: Readonly<Record<Weight, string>> = {
  likely: "likely",
  possible: "possible",
  unlikely: "unlikely",
  none: "not shown",
};

/** Where nothing is known of the credential. */
const facts: FailureFacts = {
  server: "Adobe",
  product: "the API",
  lookForOutage: "Look at status.adobe.com",
  failure: { code: "unknown_refusal", tries: 1, durationMs: 1 },
  context: { environment: "production" },
  now: new Date(0),
};

/** The whole of `docs/errors.md`, from the tables that the product explains failures with. */
export function writeErrorsDoc(): string {
  const sections = groups.map(([heading, rows]) =>
    [`## ${heading}`, ...Object.entries(rows).map(([code, row]) => writeRow(code, row))].join("\n\n"),
  );
  return `${[introduction, ...sections].join("\n\n")}\n`;
}

const introduction = `# What can go wrong with a call to Adobe

\`npm run docs:errors\` writes this page from the tables that Latchkey itself reads answers and explains
failures with: \`lib/adobe/classify-*.ts\` for the answers, \`lib/diagnosis\` for the words.

Adobe's own text is compared and dropped. It is never stored, logged or shown, because it can repeat what
was sent. Causes stand in the order in which they are shown where nothing is known of the credential;
what is known changes how sure each is, and with that the order; of what stands under a cause the first
that holds decides, in the order of \`lib/diagnosis/circumstances.ts\`.`;

function writeRow(code: string, row: FailureRow): string {
  const wires = wireTables.flatMap(([who, rows]) =>
    rows.flatMap((one) => (one.code === code && one.wire !== undefined ? [{ who, ...one }] : [])),
  );
  const seen = wires.map(({ who, wire = "" }) => `  - ${who}: \`${wire}\``);
  const silent = new Map<string, string>(Object.entries(silentWires)).get(code);
  if (silent !== undefined) seen.push(`  - ${silent}`);
  const sources = new Set(
    wires.flatMap(({ source }) => (source === undefined ? [] : [refusalSources[source]])),
  );
  return [
    `### ${say(row.title)}`,
    "",
    `Code \`${code}\``,
    "",
    "- Answer",
    ...seen,
    `- Meaning: ${say(row.whatHappened)}`,
    "- Causes",
    ...sortCauses(row.causes).flatMap(writeCause),
    `- Next step: ${say(row.nextStep)}`,
    `- Source: ${sources.size === 0 ? "how Latchkey itself behaves" : [...sources].join("; ")}`,
  ].join("\n");
}

const order: readonly Weight[] = ["likely", "possible", "unlikely", "none"];

function sortCauses(causes: readonly CauseRow[]): readonly CauseRow[] {
  return order.flatMap((weight) => causes.filter(({ certainty }) => certainty === weight));
}

function writeCause({ text, certainty, when = {}, nextStep }: CauseRow): readonly string[] {
  const weights = new Map<string, Weight>(Object.entries(when));
  const changes = order.flatMap((weight) => {
    const names = Object.entries(circumstances).filter(([name]) => weights.get(name) === weight);
    if (weight === certainty || names.length === 0) return [];
    return [`${changedTo[weight]} when ${names.map(([, { words }]) => words).join(" or when ")}`];
  });
  const lines = [`  - ${labels[certainty]}: ${say(text)}`];
  if (changes.length > 0) lines.push(`    ${capitalise(changes.join("; "))}.`);
  if (nextStep !== undefined) lines.push(`    Where it comes first: ${say(nextStep)}`);
  return lines;
}

function capitalise(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function say(words: Words): string {
  return typeof words === "string" ? words : words(facts);
}

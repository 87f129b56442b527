import { z } from "zod";
import { canonicalJson } from "@/lib/audit/canonical-json";
import { eventDetails } from "@/lib/audit/event";
import { kidSchema } from "@/lib/audit/event-payload";
import type { PublicKeys } from "@/lib/audit/public-keys";
import { checkSeal, hashSchema, signatureSchema, type TextSeal } from "@/lib/audit/signed-text";
import { parseJson } from "@/lib/parse-json";

const sealMembers = { hash: hashSchema, signature: signatureSchema };
const eventLineSchema = z.strictObject({ payload: z.string(), ...sealMembers });
const manifestLineSchema = z.strictObject({ manifest: z.string(), ...sealMembers });

/** What of an event is looked at here. Its other members are signed, and can be of any later version. */
const frameSchema = z.looseObject({
  v: z.int(),
  organizationId: z.string(),
  seq: z.int().positive(),
  kid: kidSchema,
  prev: hashSchema,
});

/** Events that change what is demanded of the file that holds them. */
const markSchema = z.discriminatedUnion("action", [
  z.object({ action: z.literal("log.sealed"), detail: eventDetails["log.sealed"] }),
  z.object({
    action: z.literal("log.restore_acknowledged"),
    ts: z.iso.datetime({ precision: 3 }),
    detail: eventDetails["log.restore_acknowledged"],
  }),
]);

/** Where an event says that it stands. */
export interface EventFrame {
  readonly v: number;
  readonly organizationId: string;
  readonly seq: number;
  readonly kid: string;
  readonly prev: string;
  /** Its own hash. */
  readonly hash: string;
  readonly mark: z.infer<typeof markSchema> | undefined;
}

export type ReadEventLine =
  | { readonly kind: "genuine" | "unknown_key" | "wrong_signature"; readonly frame: EventFrame }
  | { readonly kind: "edited" };

/** Reads the line of an event, and checks its hash and its signature. Not its place. */
export function readEventLine(line: string | null, keys: PublicKeys): ReadEventLine {
  const parsed = eventLineSchema.safeParse(parseLine(line));
  if (!parsed.success) return { kind: "edited" };
  const { payload, ...seal } = parsed.data;
  const read = frameSchema.safeParse(parseJson(payload));
  if (!read.success) return { kind: "edited" };
  const { v, organizationId, seq, kid, prev } = read.data;
  const problem = checkSeal(payload, seal, kid, keys);
  if (problem === "edited") return { kind: "edited" };
  const mark = markSchema.safeParse(read.data).data;
  return { kind: problem ?? "genuine", frame: { v, organizationId, seq, kid, prev, hash: seal.hash, mark } };
}

/** The signed text of the first line with its seal; undefined where it is no such line. */
export function readManifestLine(
  line: string | null,
): { readonly manifest: string; readonly seal: TextSeal } | undefined {
  const parsed = manifestLineSchema.safeParse(parseLine(line));
  if (!parsed.success) return undefined;
  const { manifest, ...seal } = parsed.data;
  return { manifest, seal };
}

/** Undefined where the line is not in its one canonical text: nothing may stand beside what is signed. */
function parseLine(line: string | null): unknown {
  if (line === null) return undefined;
  const value = parseJson(line);
  try {
    return canonicalJson(value) === line ? value : undefined;
  } catch {
    return undefined;
  }
}

import fc from "fast-check";
import { z } from "zod";
import {
  type EventDraft,
  type EventOrigin,
  eventDetails,
  eventOutcomes,
  targetTypes,
} from "@/lib/audit/event";

/** What somebody may hand to the recorder: for the most part right, and wrong in every way now and then. */
export interface FuzzedEvent {
  readonly draft: EventDraft;
  readonly origin: EventOrigin;
  readonly occurredAt: Date;
}

const shapeTypes = ["object", "string", "integer", "boolean", "array", "null"] as const;
type ShapeType = (typeof shapeTypes)[number];

/** The part of JSON Schema that `z.toJSONSchema` says of the details. */
interface Shape {
  readonly type?: ShapeType | readonly ShapeType[] | undefined;
  readonly properties?: Readonly<Record<string, Shape>> | undefined;
  readonly items?: Shape | undefined;
  readonly anyOf?: readonly Shape[] | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly const?: string | undefined;
  readonly pattern?: string | undefined;
  readonly format?: string | undefined;
  readonly maxLength?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

const shapeSchema: z.ZodType<Shape> = z.object({
  type: z.union([z.enum(shapeTypes), z.array(z.enum(shapeTypes))]).optional(),
  get properties() {
    return z.record(z.string(), shapeSchema).optional();
  },
  get items() {
    return shapeSchema.optional();
  },
  get anyOf() {
    return z.array(shapeSchema).optional();
  },
  enum: z.array(z.string()).optional(),
  const: z.string().optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  maxLength: z.int().optional(),
  maxItems: z.int().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

const oddPieces = [
  "\0",
  "\ud83d",
  "\udc00",
  "\u2028",
  "\u2029",
  "\u202e",
  "\u200f",
  "\ufeff",
  "\ufffd",
  "\uffff",
  "\u0085",
  "\u001b[31m",
  "\r\n",
  "e\u0301",
  "\u00e9",
  "\u1112\u1161\u11ab",
  "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
  "\ud835\udd4f",
  "\udbff\udfff",
  '"',
  "\\",
  "\\u0000",
  "__proto__",
  "</script>",
  "%s",
  "'; --",
  " ",
] as const;

const units = (maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((codes) => String.fromCharCode(...codes));

/** Any text that Unicode knows, and some that it does not; at times one character too long, as PostgreSQL counts them. */
function anyText(maxLength: number): fc.Arbitrary<string> {
  const upTo = (unit: "grapheme" | "binary") => fc.string({ unit, maxLength });
  const cut = (text: string) => [...text].slice(0, maxLength).join("");
  const wellFormed = fc.oneof(upTo("grapheme"), upTo("binary")).map((text) => cut(text).toWellFormed());
  const odd = fc
    .array(fc.oneof(fc.constantFrom(...oddPieces), fc.string({ maxLength: 5 })), { maxLength: 8 })
    .map((pieces) => cut(pieces.join("")));
  const fit = odd.map((text) => text.toWellFormed().replaceAll("\0", ""));
  const full = fc
    .constantFrom("x", "\u00e9", "\ud83d\udd11", "\u202e")
    .map((piece) => piece.repeat(maxLength));
  return fc.oneof(
    { weight: 60, arbitrary: fit },
    { weight: 30, arbitrary: wellFormed },
    { weight: 6, arbitrary: full },
    { weight: 1, arbitrary: odd },
    { weight: 1, arbitrary: units(20) },
    { weight: 1, arbitrary: full.map((text) => `${text}x`) },
  );
}

function anyNumber({ minimum, maximum }: Shape): fc.Arbitrary<number> {
  const limits = { min: minimum ?? Number.MIN_SAFE_INTEGER, max: maximum ?? Number.MAX_SAFE_INTEGER };
  const bad = [-1, -0, 0.5, 2 ** 53, 1e21, Number.NaN, Number.POSITIVE_INFINITY];
  return fc.oneof(
    { weight: 60, arbitrary: fc.maxSafeInteger().map((n) => Math.min(limits.max, Math.max(limits.min, n))) },
    { weight: 30, arbitrary: fc.constantFrom(limits.min, limits.max, Math.max(0, limits.min)) },
    { weight: 1, arbitrary: fc.constantFrom(...bad) },
  );
}

const anyTime = fc
  .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true })
  .map((date) => date.toISOString());

function anyString(shape: Shape): fc.Arbitrary<string> {
  if (shape.format === "uuid") {
    return fc.oneof(
      fc.uuid(),
      fc.uuid().map((id) => id.toUpperCase()),
    );
  }
  if (shape.format === "date-time") return anyTime;
  if (shape.pattern !== undefined) return fc.stringMatching(new RegExp(shape.pattern));
  return anyText(shape.maxLength ?? 300);
}

function anyOf(shape: Shape): fc.Arbitrary<unknown> {
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
  if (shape.anyOf !== undefined) return fc.oneof(...shape.anyOf.map(anyOf));
  const { type } = shape;
  if (typeof type === "object") return fc.oneof(...type.map((one) => anyOf({ ...shape, type: one })));
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return anyNumber(shape);
    case "string":
      return anyString(shape);
    case "array":
      return fc.array(anyOf(shape.items ?? {}), { maxLength: shape.maxItems ?? 20 });
    case "object":
      return fc.record(
        Object.fromEntries(Object.entries(shape.properties ?? {}).map(([key, inner]) => [key, anyOf(inner)])),
        { noNullPrototype: true },
      );
    default:
      throw new Error(`Nothing is made for ${JSON.stringify(shape)}.`);
  }
}

const anyId = fc.oneof(
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
);

const anyOrigin: fc.Arbitrary<EventOrigin> = fc.record({
  actor: fc.oneof(
    fc.record({ type: fc.constant("user" as const), id: anyId, name: anyText(200) }),
    fc.constantFrom({ type: "anonymous" as const }, { type: "system" as const }),
  ),
  requestId: fc.option(anyId),
  address: fc.option(fc.oneof(fc.ipV4(), fc.ipV6(), anyText(100))),
});

const anyTarget = fc.record({ type: fc.constantFrom(...targetTypes), id: anyId, name: anyText(200) });

/** What is made of a schema cannot be typed by it: the recorder is handed it all the same. */
const anyDraft = z.custom<EventDraft>();

function anyEventOf(action: string, detail: Shape): fc.Arbitrary<FuzzedEvent> {
  return fc.record({
    draft: fc
      .record({
        action: fc.constant(action),
        outcome: fc.constantFrom(...eventOutcomes),
        target: fc.option(anyTarget),
        detail: anyOf(detail),
      })
      .map((draft) => anyDraft.parse(draft)),
    origin: anyOrigin,
    occurredAt: fc.date({ min: new Date("2000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
  });
}

/** For tests: events of every action, within and around the bounds that their own schemas set. */
export const fuzzedEvent: fc.Arbitrary<FuzzedEvent> = fc.oneof(
  ...Object.entries(eventDetails).map(([action, schema]) =>
    anyEventOf(action, shapeSchema.parse(z.toJSONSchema(schema))),
  ),
);

function isStorable(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  if (typeof value === "number") return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (value === null || typeof value !== "object") return true;
  return Object.values(value).every(isStorable);
}

/** Whether the format of events has room for it, said in another way than the product says it. */
export function isFit({ draft, origin }: FuzzedEvent): boolean {
  const { actor, address } = origin;
  const names = [actor.type === "user" ? actor.name : "", draft.target?.name ?? ""];
  return (
    names.every((name) => [...name].length <= 200) &&
    [...(address ?? "")].length <= 100 &&
    isStorable([draft, origin]) &&
    eventDetails[draft.action].safeParse(draft.detail).success
  );
}

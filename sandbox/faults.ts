import { z } from "zod";
import { type CallKind, callKinds } from "./call-kinds";
import { lieNames } from "./lies";
import { productRefusals } from "./product-refusals";

/** What somebody else does to the secrets of the client, within the limits that Adobe sets. */
const foreignChangeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("addForeignSecret") }),
  z.strictObject({
    kind: z.literal("removeForeignSecret"),
    /** By the time at which they were created. */
    which: z.enum(["oldest", "newest"]).default("oldest"),
  }),
]);
export type ForeignChange = z.infer<typeof foreignChangeSchema>;

const anyFault = {
  /** How many calls it spoils; without it, every call until it is cleared. */
  count: z.int().min(1).max(1_000_000).optional(),
  /** The one kind of call that it spoils; without it, any. */
  call: z.enum(callKinds).optional(),
  /** Waits so long before anything is answered. */
  delayMs: z.int().min(0).max(600_000).optional(),
  /** Happens just before the call is acted on. */
  foreignChange: foreignChangeSchema.optional(),
};

const retryAfter = z.union([
  z.strictObject({ seconds: z.int().min(0).max(1_000_000) }),
  z.strictObject({ httpDate: z.string().regex(/^[\x20-\x7e]{1,100}$/) }),
]);

/** One way to misbehave. */
export const faultSchema = z.discriminatedUnion("kind", [
  /** 429, with `Retry-After` as seconds or as the given date text, or without it. */
  z.strictObject({ kind: z.literal("throttle"), retryAfter: retryAfter.optional(), ...anyFault }),
  /** A failure of the server itself; with `after`, once it has acted on the call. */
  z.strictObject({
    kind: z.literal("serverError"),
    status: z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504)]),
    after: z.boolean().optional(),
    retryAfter: retryAfter.optional(),
    ...anyFault,
  }),
  /** The honest answer after `delayMs`. */
  z.strictObject({ kind: z.literal("delay"), ...anyFault, delayMs: z.int().min(0).max(600_000) }),
  /** The honest answer, `bytes` at a time with a pause of `intervalMs` between them. */
  z.strictObject({
    kind: z.literal("drip"),
    bytes: z.int().min(1).max(65_536).default(1),
    intervalMs: z.int().min(0).max(60_000).default(100),
    ...anyFault,
  }),
  /**
   * The socket is destroyed: `request` before the call is acted on, `response` after it was acted on
   * and before a byte is sent, `body` in the middle of the body.
   */
  z.strictObject({
    kind: z.literal("reset"),
    at: z.enum(["request", "response", "body"]).default("request"),
    ...anyFault,
  }),
  z.strictObject({
    kind: z.literal("redirect"),
    status: z.union([z.literal(301), z.literal(302), z.literal(307), z.literal(308)]).default(302),
    location: z
      .string()
      .regex(/^[\x21-\x7e]{1,500}$/)
      .default("/elsewhere"),
    ...anyFault,
  }),
  /** A page for people where JSON was expected. */
  z.strictObject({ kind: z.literal("html"), status: z.int().min(200).max(599).default(200), ...anyFault }),
  /** The honest answer, compressed although nobody may have asked for it. */
  z.strictObject({ kind: z.literal("gzip"), ...anyFault }),
  /** 128 MiB of spaces: about 127 KiB on the wire in one layer, some hundred bytes in two. */
  z.strictObject({
    kind: z.literal("gzipBomb"),
    layers: z.union([z.literal(1), z.literal(2)]).default(2),
    ...anyFault,
  }),
  /** The honest answer with a member that makes it longer than `bytes`; chunked unless `announced`. */
  z.strictObject({
    kind: z.literal("oversize"),
    bytes: z.int().min(65_537).max(16_777_216).default(131_072),
    announced: z.boolean().default(false),
    ...anyFault,
  }),
  /** A successful token answer that is wrong in one named way; other answers stay honest. */
  z.strictObject({ kind: z.literal("lie"), lie: z.enum(lieNames), ...anyFault }),
  /**
   * Waits to be released: `request` before the call is acted on, which it never is when the caller hangs
   * up meanwhile; `response` after it was acted on and before the honest answer.
   */
  z.strictObject({
    kind: z.literal("holdUntilReleased"),
    at: z.enum(["request", "response"]).default("response"),
    ...anyFault,
  }),
  /** The honest answer, after somebody else was there first. */
  /** A refusal of a product in its own form, for `callProduct`; `Retry-After` goes with a 429 or a 503. */
  z.strictObject({
    kind: z.literal("refuseProduct"),
    refusal: z.enum(productRefusals),
    retryAfter: retryAfter.optional(),
    ...anyFault,
  }),
  z.strictObject({
    kind: z.literal("foreignChange"),
    ...anyFault,
    foreignChange: foreignChangeSchema,
  }),
]);
export type Fault = z.infer<typeof faultSchema>;

/** The first that fits the call takes effect: when its count is used up, the next has its turn. */
export const faultsSchema = z.strictObject({ faults: z.array(faultSchema).min(1).max(100) });

export interface FaultBook {
  readonly set: (clientId: string, faults: readonly Fault[]) => void;
  readonly clear: (clientId: string) => void;
  /** The faults that are left, with what is left of their counts. */
  readonly list: (clientId: string) => readonly Fault[];
  /** The fault for the call at hand, counted. */
  readonly take: (clientId: string, kind: CallKind | null) => Fault | undefined;
}

export function createFaultBook(): FaultBook {
  const book = new Map<string, readonly Fault[]>();
  return {
    set: (clientId, faults) => void book.set(clientId, faults),
    clear: (clientId) => void book.delete(clientId),
    list: (clientId) => book.get(clientId) ?? [],
    take: (clientId, kind) => {
      const faults = book.get(clientId) ?? [];
      const fault = faults.find((one) => one.call === undefined || one.call === kind);
      if (fault?.count === undefined) return fault;
      const left = { ...fault, count: fault.count - 1 };
      book.set(
        clientId,
        faults.flatMap((one) => (one !== fault ? [one] : left.count > 0 ? [left] : [])),
      );
      return fault;
    },
  };
}

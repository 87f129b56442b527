import { z } from "zod";
import { type EventAction, type EventOutcome, eventDetails, eventOutcomes } from "@/lib/audit/event";
import { type CredentialId, credentialIdSchema, type UserId, userIdSchema } from "@/lib/ids";

/** What a list of events is narrowed to. Absent members narrow nothing. */
export interface EventFilters {
  readonly action?: EventAction | undefined;
  readonly credential?: CredentialId | undefined;
  /** A person, or everything done by nobody in particular or by Latchkey itself. */
  readonly actor?: UserId | "anonymous" | "system" | undefined;
  readonly outcome?: EventOutcome | undefined;
  /** First day, UTC, `YYYY-MM-DD`, included. */
  readonly from?: string | undefined;
  /** Last day, UTC, `YYYY-MM-DD`, included. */
  readonly to?: string | undefined;
  /** Text looked for in the names of actors and targets. */
  readonly q?: string | undefined;
  /** Only events with a lower number: where the next page begins. */
  readonly before?: bigint | undefined;
}

const maxSearchLength = 100;

/** Years that every part of the way (Date, driver, PostgreSQL) writes alike. */
const day = z.iso.date().refine((text) => text >= "1970-01-01" && text <= "9998-12-31");

const search = z.string().transform((text) => {
  const plain = text.replaceAll("\0", "").replaceAll(/\p{Surrogate}/gu, "");
  return [...plain.trim()].slice(0, maxSearchLength).join("").trim() || undefined;
});

const filtersSchema = z.object({
  action: z.string().refine(isAction).optional().catch(undefined),
  credential: credentialIdSchema.optional().catch(undefined),
  actor: z
    .union([z.literal("anonymous"), z.literal("system"), userIdSchema])
    .optional()
    .catch(undefined),
  outcome: z.enum(eventOutcomes).optional().catch(undefined),
  from: day.optional().catch(undefined),
  to: day.optional().catch(undefined),
  q: search.optional().catch(undefined),
  before: z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .transform(BigInt)
    .optional()
    .catch(undefined),
});

/**
 * Reads the query of a URL. It never fails: a value that means nothing, or a name given twice, is no
 * filter, so an old or damaged link still shows the log.
 */
export function parseEventFilters(
  query: Readonly<Record<string, string | string[] | undefined>>,
): EventFilters {
  return filtersSchema.parse(query);
}

/** The query that `parseEventFilters` reads back as the same filters. */
export function writeEventFilters(filters: EventFilters): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query;
}

/** The times of the days asked for: from the first instant, up to but without the last. */
export function periodOf({ from, to }: EventFilters): {
  readonly gte?: Date;
  readonly lt?: Date;
} {
  return {
    ...(from === undefined ? {} : { gte: new Date(`${from}T00:00:00.000Z`) }),
    ...(to === undefined ? {} : { lt: dayAfter(to) }),
  };
}

function dayAfter(day: string): Date {
  const date = new Date(`${day}T00:00:00.000Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date;
}

function isAction(name: string): name is EventAction {
  return Object.hasOwn(eventDetails, name);
}

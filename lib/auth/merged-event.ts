import { z } from "zod";
import type { EventActor, EventDetail, EventDraft, EventTarget } from "@/lib/audit/event";
import type { Chain } from "@/lib/audit/record-event";
import { organizationIdSchema, type UserId, userIdSchema } from "@/lib/ids";

/**
 * A refusal that anybody can cause as often as they like. The log gets one event per quarter of an
 * hour for all that are alike, with their number, so that it cannot be filled from outside.
 */
export type MergedEvent =
  | {
      readonly action: "session.refused" | "session.throttled";
      readonly chain: Chain;
      /** The user's id, or the `accountKey` of an email address that nobody has. */
      readonly account: string;
    }
  | { readonly action: "session.step_up_refused"; readonly chain: Chain; readonly userId: UserId }
  | {
      readonly action: "access.denied";
      readonly chain: Chain;
      /** Null when nobody is signed in. */
      readonly userId: UserId | null;
      readonly attempted: string;
      readonly reason: EventDetail<"access.denied">["reason"];
    };

const chainSchema = z.union([z.literal("instance"), organizationIdSchema]);
const accountSchema = z.string().regex(/^[0-9a-f-]{32,36}$/);
const reasonSchema = z.enum(["role", "foreign_origin", "other_organization", "not_found", "rate"]);
const keySchema = z.union([
  z.tuple([z.enum(["session.refused", "session.throttled"]), chainSchema, accountSchema]),
  z.tuple([z.literal("session.step_up_refused"), chainSchema, userIdSchema]),
  z.tuple([
    z.literal("access.denied"),
    chainSchema,
    z.union([z.literal("-"), userIdSchema]),
    z.string(),
    reasonSchema,
  ]),
]);

export const mergedKeyPrefix = "merged:";

/** All that is alike has one key, and the key says what it was: at most 200 characters. */
export function mergedKey(event: MergedEvent): string {
  return `${mergedKeyPrefix}${keyParts(event).join("|")}`;
}

function keyParts(event: MergedEvent): readonly string[] {
  switch (event.action) {
    case "session.refused":
    case "session.throttled":
      return [event.action, event.chain, event.account];
    case "session.step_up_refused":
      return [event.action, event.chain, event.userId];
    case "access.denied":
      return [event.action, event.chain, event.userId ?? "-", event.attempted.slice(0, 60), event.reason];
  }
}

/** The event that a key stands for; null for other keys. */
export function parseMergedKey(key: string): MergedEvent | null {
  if (!key.startsWith(mergedKeyPrefix)) return null;
  const parsed = keySchema.safeParse(key.slice(mergedKeyPrefix.length).split("|"));
  if (!parsed.success) return null;
  const parts = parsed.data;
  switch (parts[0]) {
    case "session.refused":
    case "session.throttled":
      return { action: parts[0], chain: parts[1], account: parts[2] };
    case "session.step_up_refused":
      return { action: parts[0], chain: parts[1], userId: parts[2] };
    case "access.denied": {
      const [action, chain, user, attempted, reason] = parts;
      return { action, chain, userId: user === "-" ? null : user, attempted, reason };
    }
  }
}

/** The user whom it concerns, when it is one. */
export function mergedUserId(event: MergedEvent): UserId | null {
  if (event.action === "session.step_up_refused" || event.action === "access.denied") return event.userId;
  const known = userIdSchema.safeParse(event.account);
  return known.success ? known.data : null;
}

/** The words of the event. Nobody has proved to be the user of a refused sign-in, so they are not its actor. */
export function draftMerged(
  event: MergedEvent,
  count: number,
  user: { readonly id: UserId; readonly name: string } | null,
): { readonly actor: EventActor; readonly draft: EventDraft } {
  const person: EventTarget | null = user && { type: "user", ...user };
  const actor: EventActor = user === null ? { type: "anonymous" } : { type: "user", ...user };
  switch (event.action) {
    case "session.refused":
    case "session.throttled": {
      const detail = { count, accountKnown: user !== null };
      return {
        actor: { type: "anonymous" },
        draft: { action: event.action, outcome: "denied", target: person, detail },
      };
    }
    case "session.step_up_refused":
      return { actor, draft: { action: event.action, outcome: "denied", target: person, detail: { count } } };
    case "access.denied": {
      const detail = { attempted: event.attempted, reason: event.reason, count };
      return { actor, draft: { action: event.action, outcome: "denied", target: null, detail } };
    }
  }
}

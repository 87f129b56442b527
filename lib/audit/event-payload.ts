import { z } from "zod";
import { organizationIdSchema } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { canonicalJson } from "./canonical-json";
import { isCanonicalText } from "./canonical-text";
import { type EventAction, eventDetails, eventOutcomes, targetTypes } from "./event";

/** Made lower case, as PostgreSQL does: the columns must equal the payload. */
const id = z.uuid().toLowerCase();
const name = z.string().max(200);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Names of keys. Shorter than a key, so that one in the wrong member is refused and not signed into events. */
export const kidSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/);

const actorSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("user"), id, name }),
  z.strictObject({ type: z.literal("anonymous") }),
  z.strictObject({ type: z.literal("system") }),
]);

const targetSchema = z.strictObject({ type: z.enum(targetTypes), id, name });

const frameSchema = z.strictObject({
  v: z.literal(1),
  id,
  organizationId: id.pipe(organizationIdSchema),
  seq: z.int().positive(),
  /** RFC 3339, UTC, with milliseconds. */
  ts: z.iso.datetime({ precision: 3 }),
  kid: kidSchema,
  /** Hex of the hash of the event before, or of the chain's genesis. */
  prev: hash,
  actor: actorSchema,
  action: z.string(),
  outcome: z.enum(eventOutcomes),
  target: targetSchema.nullable(),
  requestId: id.nullable(),
  address: z.string().max(100).nullable(),
  detail: z.unknown(),
});

function act<A extends EventAction>(action: A) {
  return z.object({ action: z.literal(action), detail: eventDetails[action] });
}

/** Each action with its own detail. An action that is missing here can be neither written nor read. */
const actSchema = z.discriminatedUnion("action", [
  act("organization.created"),
  act("user.created"),
  act("session.started"),
  act("session.refused"),
  act("session.throttled"),
  act("session.ended"),
  act("session.stepped_up"),
  act("session.step_up_refused"),
  act("credential.registered"),
  act("credential.edited"),
  act("credential.archived"),
  act("credential.restored"),
  act("credential.deleted"),
  act("credential.scopes_approved"),
  act("credential.scopes_drifted"),
  act("secret.stored"),
  act("secret.exported"),
  act("key.stored"),
  act("key.destroyed"),
  act("migration.started"),
  act("migration.use_typed"),
  act("migration.cancelled"),
  act("migration.finished"),
  act("import.started"),
  act("import.finished"),
  act("token.test_requested"),
  act("token.tested"),
  act("token.inspected"),
  act("token.validate_requested"),
  act("token.validated"),
  act("token.revealed"),
  act("probe.requested"),
  act("probe.answered"),
  act("consumer.added"),
  act("consumer.edited"),
  act("consumer.removed"),
  act("profile.noted"),
  act("profile.edited"),
  act("profile.removed"),
  act("profile.read_requested"),
  act("profile.read"),
  act("rotation.started"),
  act("rotation.emergency_declared"),
  act("rotation.bound"),
  act("secret.add_requested"),
  act("secret.added"),
  act("secret.pasted"),
  act("secret.adopt_requested"),
  act("secret.adopted"),
  act("secret.verify_requested"),
  act("secret.verified"),
  act("secret.revealed"),
  act("consumer.confirmed"),
  act("consumer.unconfirmed"),
  act("secret.promoted"),
  act("secret.put_back"),
  act("secret.use_check_requested"),
  act("secret.use_checked"),
  act("secret.use_typed"),
  act("secret.delete_requested"),
  act("secret.deleted"),
  act("rotation.find_out_requested"),
  act("rotation.found_out"),
  act("rotation.cancelled"),
  act("rotation.finished"),
  act("token.invalidate_requested"),
  act("token.invalidated"),
  act("log.exported"),
  act("log.verified"),
  act("log.retention_set"),
  act("log.sealed"),
  act("log.restore_found"),
  act("log.restore_acknowledged"),
  act("access.denied"),
]);

/** One event exactly as it was signed. */
export type EventPayload = Omit<z.infer<typeof frameSchema>, "action" | "detail"> & z.infer<typeof actSchema>;

/**
 * The text of a payload, ready to be hashed.
 * @throws when it breaks the format; what is written must be readable for years. The error names the
 * members and no value.
 */
export function writePayload(
  draft: {
    readonly [member in keyof EventPayload]: unknown;
  },
): { readonly payload: EventPayload; readonly text: string } {
  const checked = checkPayload(draft);
  if (!checked.ok) {
    throw new Error(`An event of the audit log is not as its format asks: ${checked.failure}.`);
  }
  return { payload: checked.value, text: canonicalJson(checked.value) };
}

/** Reads a payload back. Only the one canonical text of an event is accepted. */
export function readPayload(text: string): Result<EventPayload, "unreadable"> {
  try {
    const parsed: unknown = JSON.parse(text);
    const checked = checkPayload(parsed);
    return checked.ok && isCanonicalText(text, parsed, checked.value) ? checked : fail("unreadable");
  } catch {
    return fail("unreadable");
  }
}

function checkPayload(value: unknown): Result<EventPayload, string> {
  const frame = frameSchema.safeParse(value);
  if (!frame.success) return fail(namePlaces(frame.error));
  const act = actSchema.safeParse({ action: frame.data.action, detail: frame.data.detail });
  if (!act.success) return fail(namePlaces(act.error));
  return succeed({ ...frame.data, ...act.data });
}

function namePlaces(error: z.ZodError): string {
  return error.issues.map((issue) => issue.path.join(".")).join(", ");
}

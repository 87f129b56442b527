/**
 * The gate. Every server action passes here, and all that is asked of a request before an act is
 * asked here, in this order. An action is a public address: whoever reaches the server can call it with
 * anything, whatever page its form stands on.
 */

import { z } from "zod";
import type { EventDetail } from "@/lib/audit/event";
import { isRestoreUnacknowledged } from "@/lib/audit/restore/find-log-alarm";
import type { ActContext } from "@/lib/auth/act-context";
import { isOwnOrigin, isOwnRead } from "@/lib/auth/is-own-origin";
import { type Permission, permissionOf, secretBearing } from "@/lib/auth/permissions";
import { recordMergedEvent } from "@/lib/auth/record-merged-event";
import { isSteppedUp, touchSession } from "@/lib/auth/sessions";
import { userOrigin } from "@/lib/auth/user-origin";
import type { Viewer } from "@/lib/auth/viewer";
import { spend } from "@/lib/db/rate-budget";
import { runOnce } from "@/lib/db/run-once";
import type { Action } from "./action-state";
import { type Asked, answerAction } from "./answer-action";
import { getEnv } from "./env";
import type { Failure } from "./failure";
import { readInput } from "./form-input";
import { fail, type Result, succeed } from "./result";
import type { Secret } from "./secret";

export interface FormPolicy<S extends z.ZodObject> {
  /** Stands in the log, and in the audit log when the act is refused. */
  readonly name: string;
  /** The form's fields. No others are read. */
  readonly input: S;
  /** Fields that come back to the browser after a failure. A secret is never among them. */
  readonly keep?: readonly string[];
}

export interface GatePolicy<S extends z.ZodObject> extends FormPolicy<S> {
  readonly permission: Permission;
  /**
   * Puts what the form sends as files, or as many fields alike, into one field of the input. It looks at
   * nothing else and judges nothing.
   */
  readonly fold?: (form: FormData) => void | Promise<void>;
  /** How often one person may do it. */
  readonly budget?: { readonly limit: number; readonly windowSeconds: number };
  readonly once?: never;
}

/**
 * For acts whose form may be sent twice and must act once: it carries an `idempotencyKey`
 * (`lib/idempotency-key.ts`). The second one answers what the first came to, so there is no value.
 */
export interface OncePolicy<S extends z.ZodObject> extends Omit<GatePolicy<S>, "once"> {
  readonly once: true;
}

type Command<C, S extends z.ZodObject, T> = (context: C, input: z.infer<S>) => Promise<Result<T, Failure>>;

/** An act in the viewer's organization. On success `then` names the page to go to, if any. */
export function gate<S extends z.ZodObject>(
  policy: OncePolicy<S>,
  command: Command<ActContext, S, null>,
  then?: (value: null) => string | null,
): Action<null>;
export function gate<S extends z.ZodObject, T>(
  policy: GatePolicy<S>,
  command: Command<ActContext, S, T>,
  then?: (value: T) => string | null,
): Action<T>;
export function gate<S extends z.ZodObject, T>(
  policy: GatePolicy<S> | OncePolicy<S>,
  command: Command<ActContext, S, T>,
  then?: (value: T | null) => string | null,
): Action<T | null> {
  return answerAction(policy, (asked, form) => passGate(policy, asked, form, command), then);
}

/**
 * What `gate` asks, with Next taken out of it: each refusal is recorded before it is answered. The value
 * is null where the same form has acted before.
 */
export async function passGate<S extends z.ZodObject, T>(
  policy: GatePolicy<S> | OncePolicy<S>,
  asked: Asked,
  form: FormData,
  command: Command<ActContext, S, T>,
): Promise<Result<T | null, Failure>> {
  const session = await requireSession(policy.name, asked);
  if (!session.ok) return session;
  const { context } = session.value;
  const { viewer } = context;

  const named = form.getAll("organizationId");
  if (named.length !== 1 || named[0] !== viewer.organizationId) {
    return deny(policy.name, asked, "other_organization", { kind: "other_organization" });
  }
  const grant = permissionOf(viewer.role, policy.permission);
  if (grant === "no") return deny(policy.name, asked, "role", { kind: "forbidden" });
  if (secretBearing.has(policy.permission) && (await isRestoreUnacknowledged(viewer.organizationId))) {
    return fail({ kind: "restore_unacknowledged" });
  }
  if (grant === "step_up" && !isSteppedUp(viewer, asked.now)) return fail({ kind: "step_up_required" });

  if (policy.budget !== undefined) {
    const spent = await spend(`${policy.name}:${viewer.userId}`, policy.budget);
    if (!spent.ok) return deny(policy.name, asked, "rate", { kind: "too_many_requests", ...spent.failure });
  }
  await policy.fold?.(form);
  const input = readInput(policy.input, form);
  if (!input.ok) return input;
  const run = () => command(context, input.value);
  const result = policy.once === true ? await runFormOnce(policy.name, viewer, form, run) : await run();
  if (result.ok || result.failure.kind !== "not_found") return result;
  return deny(policy.name, asked, "not_found", result.failure);
}

const onceInput = z.strictObject({ idempotencyKey: z.uuid() });

async function runFormOnce<T>(
  action: string,
  { organizationId, userId }: Viewer,
  form: FormData,
  run: () => Promise<Result<T, Failure>>,
): Promise<Result<T | null, Failure>> {
  const sent = readInput(onceInput, form);
  if (sent.ok) return runOnce({ organizationId, userId, action, key: sent.value.idempotencyKey }, run);
  return fail({
    kind: "invalid_input",
    fields: {},
    message:
      "The form came without the key that keeps it from acting twice, so nothing was done. Reload the page first.",
  });
}

interface Session {
  readonly context: ActContext;
  readonly sid: Secret;
}

/** An act on the viewer's own session, whatever organization it is for. */
export function viewerGate<S extends z.ZodObject, T>(
  policy: FormPolicy<S>,
  command: Command<Session, S, T>,
  then?: (value: T, input: FormData) => string | null,
): Action<T> {
  return answerAction(policy, (asked, form) => passViewerGate(policy, asked, form, command), then);
}

/** What `viewerGate` asks. */
export async function passViewerGate<S extends z.ZodObject, T>(
  policy: FormPolicy<S>,
  asked: Asked,
  form: FormData,
  command: Command<Session, S, T>,
): Promise<Result<T, Failure>> {
  const session = await requireSession(policy.name, asked);
  if (!session.ok) return session;
  const input = readInput(policy.input, form);
  return input.ok ? command(session.value, input.value) : input;
}

/** A file that is made for whoever asks: a plain link leads to it. */
export interface DownloadPolicy {
  /** Stands in the log, and in the audit log when it is refused. */
  readonly name: string;
  /** A step-up cannot be asked for on the way to a file, so none of these may need one. */
  readonly permission: Permission;
}

/** What is asked of the request for a file. Each refusal is recorded before it is answered. */
export async function passDownloadGate<T>(
  { name, permission }: DownloadPolicy,
  asked: Asked,
  command: (context: ActContext) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  if (!isOwnRead(asked.request)) return deny(name, asked, "foreign_origin", { kind: "foreign_origin" });
  const session = await admit(asked);
  if (!session.ok) return session;
  const { context } = session.value;
  if (permissionOf(context.viewer.role, permission) !== "yes") {
    return deny(name, asked, "role", { kind: "forbidden" });
  }
  return command(context);
}

/** An act for which nobody need be signed in: it proves by itself who may do it. */
export function publicGate<S extends z.ZodObject, T>(
  policy: FormPolicy<S>,
  command: Command<Asked, S, T>,
  then?: (value: T) => string,
): Action<T> {
  return answerAction(policy, (asked, form) => passPublicGate(policy, asked, form, command), then);
}

/** What `publicGate` asks: the origin and the fields, and nothing of who it is. */
export async function passPublicGate<S extends z.ZodObject, T>(
  policy: FormPolicy<S>,
  asked: Asked,
  form: FormData,
  command: Command<Asked, S, T>,
): Promise<Result<T, Failure>> {
  if (!isFromOwnPage(asked)) return deny(policy.name, asked, "foreign_origin", { kind: "foreign_origin" });
  const input = readInput(policy.input, form);
  return input.ok ? command(asked, input.value) : input;
}

async function requireSession(name: string, asked: Asked): Promise<Result<Session, Failure>> {
  if (!isFromOwnPage(asked)) return deny(name, asked, "foreign_origin", { kind: "foreign_origin" });
  return admit(asked);
}

/** Counts as a sign of life. */
async function admit({ viewer, request, now }: Asked): Promise<Result<Session, Failure>> {
  if (viewer === null || request.sid === null) return fail({ kind: "unauthenticated" });
  await touchSession(request.sid, now);
  const { requestId, address, sid } = request;
  return succeed({ context: { viewer, requestId, address, origin: userOrigin(viewer, request) }, sid });
}

function isFromOwnPage({ request }: Asked): boolean {
  return isOwnOrigin(request, getEnv().appOrigin);
}

/** Answers a refusal once it stands in the audit log. */
async function deny(
  attempted: string,
  { viewer, request, now }: Asked,
  reason: EventDetail<"access.denied">["reason"],
  failure: Failure,
): Promise<Result<never, Failure>> {
  const chain = viewer?.organizationId ?? "instance";
  const userId = viewer?.userId ?? null;
  await recordMergedEvent({ action: "access.denied", chain, userId, attempted, reason }, request, now);
  return fail(failure);
}

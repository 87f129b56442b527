/**
 * The closed list of what can be written into the audit log. Fields are only ever added: events are
 * signed and kept for years, and every one ever written must still parse. Each action is named in
 * the past tense. Only ids, enums, numbers, fingerprints and capped names may appear; a secret, a
 * token and Adobe's own text have no field that could hold them.
 */

import { z } from "zod";
import { environments } from "@/lib/environment";
import { adobeFailureCodes } from "@/lib/failure";

const name = z.string().max(200);
const fingerprint = z.string().regex(/^[0-9a-f]{8}$/);
const scopes = z.array(z.string().max(200)).max(200);
const count = z.number().int().nonnegative();

const credentialFields = [
  "name",
  "environment",
  "clientId",
  "imsOrgId",
  "technicalAccountId",
  "technicalAccountEmail",
  "scopes",
  "consoleAddress",
  "notes",
] as const;

export type CredentialField = (typeof credentialFields)[number];

const none = z.strictObject({});

/** Typed detail per action. */
export const eventDetails = {
  "organization.created": z.strictObject({ organizationName: name }),
  "user.created": z.strictObject({ role: z.enum(["owner", "admin", "operator", "auditor"]) }),
  "session.started": none,
  "session.refused": z.strictObject({ count, accountKnown: z.boolean() }),
  "session.throttled": z.strictObject({ count, accountKnown: z.boolean() }),
  "session.ended": z.strictObject({ reason: z.enum(["signed_out", "idle", "expired", "replaced"]) }),
  "session.stepped_up": none,
  "session.step_up_refused": z.strictObject({ count }),
  "credential.registered": z.strictObject({
    environment: z.enum(environments),
    clientId: name,
    scopes,
  }),
  "credential.edited": z.strictObject({ changed: z.array(z.enum(credentialFields)), version: count }),
  "credential.archived": none,
  "credential.restored": none,
  "credential.deleted": z.strictObject({ clientId: name, secretsBlanked: count }),
  "secret.stored": z.strictObject({ fingerprint, replaces: fingerprint.nullable() }),
  "token.test_requested": z.strictObject({ testId: z.uuid(), fingerprint, requestedScopes: scopes }),
  "token.tested": z.strictObject({
    testId: z.uuid(),
    fingerprint,
    durationMs: count,
    tries: count,
    failureCode: z.enum(adobeFailureCodes).nullable(),
    httpStatus: count.nullable(),
    debugId: z.string().max(100).nullable(),
    tokenFingerprint: fingerprint.nullable(),
    expiresAt: z.iso.datetime().nullable(),
    requestedScopes: scopes,
    /** Null when nothing was granted or the token could not be read. */
    grantedScopes: scopes.nullable(),
  }),
  "access.denied": z.strictObject({
    attempted: name,
    reason: z.enum(["role", "foreign_origin", "other_organization", "not_found", "rate"]),
    count,
  }),
} as const;

export type EventAction = keyof typeof eventDetails;
export type EventDetail<A extends EventAction> = z.infer<(typeof eventDetails)[A]>;

export const eventOutcomes = ["requested", "succeeded", "failed", "denied"] as const;
export type EventOutcome = (typeof eventOutcomes)[number];

export const targetTypes = ["organization", "user", "credential"] as const;

/** What an act is done to. `name` is as it was at that time. */
export interface EventTarget {
  readonly type: (typeof targetTypes)[number];
  readonly id: string;
  readonly name: string;
}

export type EventActor =
  | { readonly type: "user"; readonly id: string; readonly name: string }
  | { readonly type: "anonymous" }
  | { readonly type: "system" };

/** One event as a command hands it over; the recorder adds place, time, hash and signature. */
export type EventDraft = {
  [A in EventAction]: {
    readonly action: A;
    readonly outcome: EventOutcome;
    readonly target: EventTarget | null;
    readonly detail: EventDetail<A>;
  };
}[EventAction];

/** Who and whence, the same for all events of one request. */
export interface EventOrigin {
  readonly actor: EventActor;
  readonly requestId: string | null;
  /** Client address as the trusted proxies established it. */
  readonly address: string | null;
}

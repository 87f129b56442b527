/**
 * The closed list of what can be written into the audit log. Fields are only ever added: events are
 * signed and kept for years, and every one ever written must still parse. Each action is named in
 * the past tense. Only ids, enums, numbers, fingerprints, capped names and one reason that an owner
 * types may appear; a secret, a token and Adobe's own text have no field that is meant for them.
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
/** SHA-256, hexadecimal. */
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const rotationId = z.uuid();
/** Adobe's name of a secret: 32 hexadecimal digits. Null in manual mode, where it is not known. */
const adobeSecretId = z.string().regex(/^[0-9a-f]{32}$/);
const failureCode = z.enum(adobeFailureCodes).nullable();
const time = z.iso.datetime();
/** What a call that changes something came to at Adobe. */
const effect = z.enum(["made", "none", "unknown"]);
const ofConsumer = z.strictObject({ consumerId: z.uuid(), system: name });

/** First 8 hex of the SHA-256 of an access token. */
const tokenFingerprint = fingerprint;
const ofProbe = z.strictObject({ probeId: z.uuid(), probe: name, host: name });

const ofProfile = z.strictObject({ noteId: z.uuid(), product: name, profile: name });

/** Filters of the log that an export can have; what was looked for is not repeated. */
export const filterKeys = ["action", "credential", "actor", "outcome", "from", "to", "q"] as const;

const logProblemKinds = [
  "edited",
  "missing",
  "inserted",
  "reordered",
  "wrong_signature",
  "columns_differ",
  "unknown_key",
  "cut_tail",
  "older_than_receipt",
  "differs_from_receipt",
] as const;

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
    /** Absent where it is an OAuth Server-to-Server credential. */
    kind: z.enum(["jwt"]).optional(),
  }),
  "credential.edited": z.strictObject({ changed: z.array(z.enum(credentialFields)), version: count }),
  "credential.archived": none,
  "credential.restored": none,
  "credential.deleted": z.strictObject({ clientId: name, secretsBlanked: count }),
  "credential.scopes_approved": z.strictObject({ scopes, added: scopes, removed: scopes }),
  /** A test was granted other scopes than those approved. Recorded when the difference changes. */
  "credential.scopes_drifted": z.strictObject({ lost: scopes, gained: scopes, notGranted: scopes }),
  "secret.stored": z.strictObject({ fingerprint, replaces: fingerprint.nullable() }),
  /** The current secret was shown, in texts for a system that uses it. */
  "secret.exported": z.strictObject({ fingerprint }),
  /** A private key and the client secret that belongs to it. The fingerprint is of the key. */
  "key.stored": z.strictObject({ fingerprint, certificateExpiresAt: time.nullable() }),
  "key.destroyed": z.strictObject({ fingerprint }),
  /** From a JWT credential to an OAuth Server-to-Server one with the same client ID. */
  "migration.started": z.strictObject({ migrationId: z.uuid() }),
  /** What a person read in the Developer Console of the last use of both. */
  "migration.use_typed": z.strictObject({
    migrationId: z.uuid(),
    lastJwtUseAt: time.nullable(),
    lastOauthUseAt: time.nullable(),
  }),
  "migration.cancelled": z.strictObject({ migrationId: z.uuid() }),
  "migration.finished": z.strictObject({ migrationId: z.uuid(), fingerprint }),
  "import.started": z.strictObject({ jobId: z.uuid(), count }),
  "import.finished": z.strictObject({ jobId: z.uuid(), registered: count, replaced: count, failed: count }),
  /** The fingerprint is of the secret; where a private key signed for the token, of the key. */
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
  /** A pasted token was decoded. The target is the credential that it belongs to, where one is kept here. */
  "token.inspected": z.strictObject({ tokenFingerprint }),
  "token.validate_requested": z.strictObject({ tokenFingerprint }),
  "token.validated": z.strictObject({
    tokenFingerprint,
    /** Null where Adobe did not say. */
    isValid: z.boolean().nullable(),
    durationMs: count,
    tries: count,
    failureCode,
  }),
  "token.revealed": z.strictObject({ tokenFingerprint }),
  "probe.requested": ofProbe.extend({ fingerprint }),
  "probe.answered": ofProbe.extend({
    httpStatus: count.nullable(),
    durationMs: count,
    tries: count,
    /** The cached token was refused, and a fresh one was tried. */
    wasTokenRenewed: z.boolean(),
    tokenFingerprint: tokenFingerprint.nullable(),
    debugId: z.string().max(100).nullable(),
    failureCode,
  }),
  "consumer.added": ofConsumer,
  "consumer.edited": ofConsumer,
  "consumer.removed": ofConsumer,
  "profile.noted": ofProfile,
  "profile.edited": ofProfile,
  "profile.removed": ofProfile,
  "profile.read_requested": z.strictObject({ readingId: z.uuid() }),
  "profile.read": z.strictObject({
    readingId: z.uuid(),
    /** How many profiles Adobe listed. */
    profiles: count,
    durationMs: count,
    tries: count,
    failureCode,
  }),
  "rotation.started": z.strictObject({
    rotationId,
    mode: z.enum(["api", "manual"]),
    isEmergency: z.boolean(),
    quietHours: count,
    fingerprint,
  }),
  "rotation.emergency_declared": z.strictObject({ rotationId }),
  "rotation.bound": z.strictObject({
    rotationId,
    adobeSecretId: adobeSecretId.nullable(),
    /** Chosen by a person, not found by its use. */
    isChosen: z.boolean(),
    secretCount: count.nullable(),
    failureCode,
  }),
  "secret.add_requested": z.strictObject({ rotationId }),
  "secret.added": z.strictObject({
    rotationId,
    adobeSecretId: adobeSecretId.nullable(),
    fingerprint: fingerprint.nullable(),
    effect,
    failureCode,
  }),
  /** A person made it in the Developer Console and pasted it. */
  "secret.pasted": z.strictObject({ rotationId, fingerprint }),
  "secret.adopt_requested": z.strictObject({ rotationId, adobeSecretId, fingerprint }),
  "secret.adopted": z.strictObject({ rotationId, adobeSecretId, fingerprint, failureCode }),
  "secret.verify_requested": z.strictObject({ rotationId, fingerprint }),
  "secret.verified": z.strictObject({
    rotationId,
    fingerprint,
    tries: count,
    durationMs: count,
    failureCode,
  }),
  "secret.revealed": z.strictObject({ rotationId, fingerprint }),
  "consumer.confirmed": ofConsumer.extend({ rotationId }),
  "consumer.unconfirmed": ofConsumer.extend({ rotationId }),
  "secret.promoted": z.strictObject({ rotationId, fingerprint, replaces: fingerprint }),
  /** The old secret is current again. */
  "secret.put_back": z.strictObject({ rotationId, fingerprint, replaces: fingerprint }),
  "secret.use_check_requested": z.strictObject({ rotationId }),
  "secret.use_checked": z.strictObject({
    rotationId,
    uses: z
      .array(z.strictObject({ adobeSecretId, lastUsedAt: time.nullable(), isOurs: z.boolean() }))
      .max(10),
    failureCode,
  }),
  /** A person read it in the Developer Console. */
  "secret.use_typed": z.strictObject({ rotationId, fingerprint, lastUsedAt: time.nullable() }),
  "secret.delete_requested": z.strictObject({
    rotationId,
    adobeSecretId: adobeSecretId.nullable(),
    purpose: z.enum(["old", "new", "unknown"]),
    /** Why it was not waited for, where an owner decided so. */
    overrideReason: z.string().max(500).nullable(),
  }),
  "secret.deleted": z.strictObject({
    rotationId,
    adobeSecretId: adobeSecretId.nullable(),
    purpose: z.enum(["old", "new", "unknown"]),
    effect,
    failureCode,
  }),
  "rotation.find_out_requested": z.strictObject({ rotationId, act: name }),
  "rotation.found_out": z.strictObject({
    rotationId,
    act: name,
    finding: z
      .enum(["nothing_new", "one_new", "unclear", "still_there", "gone", "bound", "not_bound"])
      .nullable(),
    adobeSecretIds: z.array(adobeSecretId).max(10),
    failureCode,
  }),
  "rotation.cancelled": z.strictObject({
    rotationId,
    /** Secrets that stay at Adobe and are not the current one. */
    leftAtAdobe: z.array(adobeSecretId).max(10),
  }),
  "rotation.finished": z.strictObject({
    rotationId,
    fingerprint,
    replaced: fingerprint,
    lastUseOfOldAt: time.nullable(),
  }),
  /** Tokens of a rotation's old secret; without a rotation it is one token, named by its fingerprint. */
  "token.invalidate_requested": z.strictObject({
    rotationId: rotationId.nullable(),
    count,
    tokenFingerprint: tokenFingerprint.optional(),
  }),
  "token.invalidated": z.strictObject({
    rotationId: rotationId.nullable(),
    count,
    failureCode,
    tokenFingerprint: tokenFingerprint.optional(),
  }),
  "log.exported": z.strictObject({
    format: z.enum(["csv", "ndjson"]),
    filterKeys: z.array(z.enum(filterKeys)).max(filterKeys.length),
    /** The part of the log that was looked through. The last is this event. */
    firstSeq: count,
    lastSeq: count,
    /** No more events than these can have been exported. */
    atMost: count,
  }),
  "log.verified": z.strictObject({
    jobId: z.uuid(),
    lastSeq: count,
    /** The receipt that was compared with, where there was one. */
    receiptSeq: count.nullable(),
    /** Where the log begins; absent where that is 1. The events before are in an archive. */
    firstSeq: count.optional(),
    /** How many events had receipts of a log that was given up; absent where none had. */
    receiptsGivenUp: count.optional(),
    /** The first bad event and what is wrong with it; null where all is well. */
    finding: z
      .strictObject({
        seq: count,
        kind: z.enum(logProblemKinds),
        columns: z.array(name).max(20),
        kid: name.nullable(),
      })
      .nullable(),
  }),
  "log.retention_set": z.strictObject({ days: count, before: count }),
  /** The oldest events are in an export and may be removed: the log goes on after `lastSeq`. */
  "log.sealed": z.strictObject({ firstSeq: count, lastSeq: count, lastHash: hash, exportSha256: hash }),
  /** At start-up: a receipt is of an event that the log does not have. */
  "log.restore_found": z.strictObject({
    receiptSeq: count,
    receiptHash: hash,
    /** Up to here the log and its receipts agree. */
    keptSeq: count,
    lastSeq: count,
    sessionsEnded: count,
  }),
  /** Receipts of events after `keptSeq`, up to `receiptSeq`, are of a log that was given up. */
  "log.restore_acknowledged": z.strictObject({ receiptSeq: count, keptSeq: count }),
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

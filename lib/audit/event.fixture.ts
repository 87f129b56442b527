import { randomBytes, randomUUID } from "node:crypto";
import { makeRotationDrafts } from "@/lib/audit/words/rotation-event.fixture";
import { newCredentialId, newJobId, newOrganizationId, newProfileNoteId, newUserId } from "@/lib/ids";
import type { EventAction, EventDraft, EventTarget } from "./event";

function makeFingerprint(): string {
  return randomBytes(4).toString("hex");
}

function makeHash(): string {
  return randomBytes(32).toString("hex");
}

/** For tests: one event of every action, the way it usually happens. */
export function makeDraftPerAction(): { readonly [A in EventAction]: EventDraft & { readonly action: A } } {
  const organization: EventTarget = { type: "organization", id: newOrganizationId(), name: "Acme Retail" };
  const user: EventTarget = { type: "user", id: newUserId(), name: "Bo Kim" };
  const credential: EventTarget = { type: "credential", id: newCredentialId(), name: "Payments export" };
  const scopes = ["openid", "AdobeID", "read_organizations"];
  const testId = randomUUID();
  const fingerprint = makeFingerprint();
  const probe = { probeId: testId, probe: "user-management", host: "usermanagement.adobe.io" };
  const profile = { noteId: newProfileNoteId(), product: "Analytics", profile: "Europe, read only" };
  return {
    ...makeRotationDrafts(credential),
    "organization.created": {
      action: "organization.created",
      outcome: "succeeded",
      target: organization,
      detail: { organizationName: organization.name },
    },
    "user.created": { action: "user.created", outcome: "succeeded", target: user, detail: { role: "admin" } },
    "session.started": { action: "session.started", outcome: "succeeded", target: user, detail: {} },
    "session.refused": {
      action: "session.refused",
      outcome: "denied",
      target: user,
      detail: { count: 3, accountKnown: true },
    },
    "session.throttled": {
      action: "session.throttled",
      outcome: "denied",
      target: null,
      detail: { count: 1, accountKnown: false },
    },
    "session.ended": {
      action: "session.ended",
      outcome: "succeeded",
      target: user,
      detail: { reason: "signed_out" },
    },
    "session.stepped_up": { action: "session.stepped_up", outcome: "succeeded", target: user, detail: {} },
    "session.step_up_refused": {
      action: "session.step_up_refused",
      outcome: "denied",
      target: user,
      detail: { count: 2 },
    },
    "credential.registered": {
      action: "credential.registered",
      outcome: "succeeded",
      target: credential,
      detail: { environment: "production", clientId: "client-of-a-test", scopes },
    },
    "credential.edited": {
      action: "credential.edited",
      outcome: "succeeded",
      target: credential,
      detail: { changed: ["name", "scopes", "notes"], version: 4 },
    },
    "credential.archived": {
      action: "credential.archived",
      outcome: "succeeded",
      target: credential,
      detail: {},
    },
    "credential.restored": {
      action: "credential.restored",
      outcome: "succeeded",
      target: credential,
      detail: {},
    },
    "credential.deleted": {
      action: "credential.deleted",
      outcome: "succeeded",
      target: credential,
      detail: { clientId: "client-of-a-test", secretsBlanked: 1 },
    },
    "credential.scopes_approved": {
      action: "credential.scopes_approved",
      outcome: "succeeded",
      target: credential,
      detail: { scopes, added: scopes.slice(1), removed: ["read_profile"] },
    },
    "credential.scopes_drifted": {
      action: "credential.scopes_drifted",
      outcome: "succeeded",
      target: credential,
      detail: { lost: scopes.slice(0, 1), gained: ["read_profile"], notGranted: [] },
    },
    "secret.stored": {
      action: "secret.stored",
      outcome: "succeeded",
      target: credential,
      detail: { fingerprint, replaces: makeFingerprint() },
    },
    "secret.exported": {
      action: "secret.exported",
      outcome: "succeeded",
      target: credential,
      detail: { fingerprint },
    },
    "key.stored": {
      action: "key.stored",
      outcome: "succeeded",
      target: credential,
      detail: { fingerprint, certificateExpiresAt: "2027-03-01T00:00:00.000Z" },
    },
    "key.destroyed": {
      action: "key.destroyed",
      outcome: "succeeded",
      target: credential,
      detail: { fingerprint },
    },
    "migration.started": {
      action: "migration.started",
      outcome: "succeeded",
      target: credential,
      detail: { migrationId: testId },
    },
    "migration.use_typed": {
      action: "migration.use_typed",
      outcome: "succeeded",
      target: credential,
      detail: {
        migrationId: testId,
        lastJwtUseAt: "2026-11-20T10:11:12.013Z",
        lastOauthUseAt: null,
      },
    },
    "migration.cancelled": {
      action: "migration.cancelled",
      outcome: "succeeded",
      target: credential,
      detail: { migrationId: testId },
    },
    "migration.finished": {
      action: "migration.finished",
      outcome: "succeeded",
      target: credential,
      detail: { migrationId: testId, fingerprint },
    },
    "import.started": {
      action: "import.started",
      outcome: "requested",
      target: organization,
      detail: { jobId: newJobId(), count: 12 },
    },
    "import.finished": {
      action: "import.finished",
      outcome: "succeeded",
      target: organization,
      detail: { jobId: newJobId(), registered: 9, replaced: 1, failed: 2 },
    },
    "token.test_requested": {
      action: "token.test_requested",
      outcome: "requested",
      target: credential,
      detail: { testId, fingerprint, requestedScopes: scopes },
    },
    "token.tested": {
      action: "token.tested",
      outcome: "succeeded",
      target: credential,
      detail: {
        testId,
        fingerprint,
        durationMs: 212,
        tries: 1,
        failureCode: null,
        httpStatus: 200,
        debugId: null,
        tokenFingerprint: makeFingerprint(),
        expiresAt: "2026-11-23T10:11:12.013Z",
        requestedScopes: scopes,
        grantedScopes: scopes,
      },
    },
    "token.inspected": {
      action: "token.inspected",
      outcome: "succeeded",
      target: credential,
      detail: { tokenFingerprint: fingerprint },
    },
    "token.validate_requested": {
      action: "token.validate_requested",
      outcome: "requested",
      target: credential,
      detail: { tokenFingerprint: fingerprint },
    },
    "token.validated": {
      action: "token.validated",
      outcome: "succeeded",
      target: credential,
      detail: {
        tokenFingerprint: fingerprint,
        isValid: true,
        durationMs: 90,
        tries: 1,
        failureCode: null,
      },
    },
    "token.revealed": {
      action: "token.revealed",
      outcome: "succeeded",
      target: credential,
      detail: { tokenFingerprint: fingerprint },
    },
    "probe.requested": {
      action: "probe.requested",
      outcome: "requested",
      target: credential,
      detail: { ...probe, fingerprint },
    },
    "probe.answered": {
      action: "probe.answered",
      outcome: "succeeded",
      target: credential,
      detail: {
        ...probe,
        httpStatus: 200,
        durationMs: 140,
        tries: 1,
        wasTokenRenewed: false,
        tokenFingerprint: fingerprint,
        debugId: null,
        failureCode: null,
      },
    },
    "profile.read_requested": {
      action: "profile.read_requested",
      outcome: "requested",
      target: credential,
      detail: { readingId: testId },
    },
    "profile.read": {
      action: "profile.read",
      outcome: "succeeded",
      target: credential,
      detail: { readingId: testId, profiles: 3, durationMs: 120, tries: 1, failureCode: null },
    },
    "profile.noted": { action: "profile.noted", outcome: "succeeded", target: credential, detail: profile },
    "profile.edited": { action: "profile.edited", outcome: "succeeded", target: credential, detail: profile },
    "profile.removed": {
      action: "profile.removed",
      outcome: "succeeded",
      target: credential,
      detail: profile,
    },
    "log.exported": {
      action: "log.exported",
      outcome: "succeeded",
      target: organization,
      detail: { format: "ndjson", filterKeys: ["action", "q"], firstSeq: 1, lastSeq: 48210, atMost: 48210 },
    },
    "log.verified": {
      action: "log.verified",
      outcome: "succeeded",
      target: organization,
      detail: { jobId: newJobId(), lastSeq: 48210, receiptSeq: 48200, finding: null },
    },
    "log.retention_set": {
      action: "log.retention_set",
      outcome: "succeeded",
      target: organization,
      detail: { days: 730, before: 400 },
    },
    "log.sealed": {
      action: "log.sealed",
      outcome: "succeeded",
      target: organization,
      detail: { firstSeq: 1, lastSeq: 4821, lastHash: makeHash(), exportSha256: makeHash() },
    },
    "log.restore_found": {
      action: "log.restore_found",
      outcome: "failed",
      target: organization,
      detail: {
        receiptSeq: 48210,
        receiptHash: makeHash(),
        keptSeq: 48100,
        lastSeq: 48150,
        sessionsEnded: 2,
      },
    },
    "log.restore_acknowledged": {
      action: "log.restore_acknowledged",
      outcome: "succeeded",
      target: organization,
      detail: { receiptSeq: 48210, keptSeq: 48100 },
    },
    "access.denied": {
      action: "access.denied",
      outcome: "denied",
      target: credential,
      detail: { attempted: "credential.edit", reason: "role", count: 1 },
    },
  };
}

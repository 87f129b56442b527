import { randomBytes, randomUUID } from "node:crypto";
import type { EventAction, EventDraft, EventTarget } from "@/lib/audit/event";

type RotationAction = Exclude<
  Extract<
    EventAction,
    `consumer.${string}` | `rotation.${string}` | `secret.${string}` | `token.invalidate${string}`
  >,
  "secret.stored" | "secret.exported"
>;

/** For tests: one event of every action of a rotation, the way it usually happens. */
export function makeRotationDrafts(
  target: EventTarget,
  rotationId: string = randomUUID(),
): { readonly [A in RotationAction]: EventDraft & { readonly action: A } } {
  const fingerprint = randomBytes(4).toString("hex");
  const before = randomBytes(4).toString("hex");
  const adobeSecretId = randomBytes(16).toString("hex");
  const consumer = { consumerId: randomUUID(), system: "Nightly export" };
  const requested = { outcome: "requested", target } as const;
  const succeeded = { outcome: "succeeded", target } as const;
  const failureCode = null;
  return {
    "consumer.added": { action: "consumer.added", ...succeeded, detail: consumer },
    "consumer.edited": { action: "consumer.edited", ...succeeded, detail: consumer },
    "consumer.removed": { action: "consumer.removed", ...succeeded, detail: consumer },
    "rotation.started": {
      action: "rotation.started",
      ...requested,
      detail: { rotationId, mode: "api", isEmergency: false, quietHours: 24, fingerprint: before },
    },
    "rotation.emergency_declared": {
      action: "rotation.emergency_declared",
      ...succeeded,
      detail: { rotationId },
    },
    "rotation.bound": {
      action: "rotation.bound",
      ...succeeded,
      detail: { rotationId, adobeSecretId, isChosen: false, secretCount: 1, failureCode },
    },
    "secret.add_requested": { action: "secret.add_requested", ...requested, detail: { rotationId } },
    "secret.added": {
      action: "secret.added",
      ...succeeded,
      detail: { rotationId, adobeSecretId, fingerprint, effect: "made", failureCode },
    },
    "secret.pasted": { action: "secret.pasted", ...succeeded, detail: { rotationId, fingerprint } },
    "secret.adopt_requested": {
      action: "secret.adopt_requested",
      ...requested,
      detail: { rotationId, adobeSecretId, fingerprint },
    },
    "secret.adopted": {
      action: "secret.adopted",
      ...succeeded,
      detail: { rotationId, adobeSecretId, fingerprint, failureCode },
    },
    "secret.verify_requested": {
      action: "secret.verify_requested",
      ...requested,
      detail: { rotationId, fingerprint },
    },
    "secret.verified": {
      action: "secret.verified",
      ...succeeded,
      detail: { rotationId, fingerprint, tries: 3, durationMs: 4200, failureCode },
    },
    "secret.revealed": { action: "secret.revealed", ...succeeded, detail: { rotationId, fingerprint } },
    "consumer.confirmed": {
      action: "consumer.confirmed",
      ...succeeded,
      detail: { ...consumer, rotationId },
    },
    "consumer.unconfirmed": {
      action: "consumer.unconfirmed",
      ...succeeded,
      detail: { ...consumer, rotationId },
    },
    "secret.promoted": {
      action: "secret.promoted",
      ...succeeded,
      detail: { rotationId, fingerprint, replaces: before },
    },
    "secret.put_back": {
      action: "secret.put_back",
      ...succeeded,
      detail: { rotationId, fingerprint: before, replaces: fingerprint },
    },
    "secret.use_check_requested": {
      action: "secret.use_check_requested",
      ...requested,
      detail: { rotationId },
    },
    "secret.use_checked": {
      action: "secret.use_checked",
      ...succeeded,
      detail: {
        rotationId,
        uses: [{ adobeSecretId, lastUsedAt: "2026-11-22T10:11:12.013Z", isOurs: true }],
        failureCode,
      },
    },
    "secret.use_typed": {
      action: "secret.use_typed",
      ...succeeded,
      detail: { rotationId, fingerprint, lastUsedAt: null },
    },
    "secret.delete_requested": {
      action: "secret.delete_requested",
      ...requested,
      detail: { rotationId, adobeSecretId, purpose: "old", overrideReason: null },
    },
    "secret.deleted": {
      action: "secret.deleted",
      ...succeeded,
      detail: { rotationId, adobeSecretId, purpose: "old", effect: "made", failureCode },
    },
    "rotation.find_out_requested": {
      action: "rotation.find_out_requested",
      ...requested,
      detail: { rotationId, act: "secret.add" },
    },
    "rotation.found_out": {
      action: "rotation.found_out",
      ...succeeded,
      detail: {
        rotationId,
        act: "secret.add",
        finding: "one_new",
        adobeSecretIds: [adobeSecretId],
        failureCode,
      },
    },
    "rotation.cancelled": {
      action: "rotation.cancelled",
      ...succeeded,
      detail: { rotationId, leftAtAdobe: [] },
    },
    "rotation.finished": {
      action: "rotation.finished",
      ...succeeded,
      detail: {
        rotationId,
        fingerprint,
        replaced: before,
        lastUseOfOldAt: "2026-11-21T08:00:00.000Z",
      },
    },
    "token.invalidate_requested": {
      action: "token.invalidate_requested",
      ...requested,
      detail: { rotationId, count: 2 },
    },
    "token.invalidated": {
      action: "token.invalidated",
      ...succeeded,
      detail: { rotationId, count: 2, failureCode },
    },
  };
}

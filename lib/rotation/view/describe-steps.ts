import type { RotationMode, RotationState } from "@/lib/rotation/policy/rotation-state";
import { nameSecret } from "./name-secret";
import { type ConsumerTick, type SecretView, type StepId, type StepView, stepIds } from "./rotation-view";

/** As much of a rotation as its six steps tell of. */
export interface StepFacts {
  readonly state: RotationState;
  readonly mode: RotationMode;
  readonly addedAt: string | null;
  readonly verifiedAt: string | null;
  readonly promotedAt: string | null;
  readonly endedAt: string | null;
  readonly fresh: SecretView | null;
  readonly consumers: readonly ConsumerTick[];
  readonly isUnlocked: boolean;
  readonly overrideReason: string | null;
}

const titles: Record<StepId, string> = {
  add: "Add secret",
  verify: "Verify new secret",
  hand_over: "Hand over",
  promote: "Promote",
  check: "Check last use",
  delete: "Delete old secret",
};

/** The six steps of a rotation: which are done, which one it is at, and what each means. */
export function describeSteps(facts: StepFacts): StepView[] {
  const current = findCurrentStep(facts);
  return stepIds.map((id) => {
    const status = id === current ? "now" : isDone(id, facts) ? "done" : "later";
    return {
      id,
      title: titles[id],
      status,
      words: words[id](facts, status),
      at: status === "done" ? timeOf(id, facts) : null,
    };
  });
}

/** Null when the rotation is over. */
export function findCurrentStep(facts: StepFacts): StepId | null {
  const { state, verifiedAt } = facts;
  switch (state) {
    case "binding":
    case "planned":
    case "creating":
    case "removing":
      return "add";
    case "created":
      return "verify";
    case "verified":
      return isHandedOver(facts) ? "promote" : "hand_over";
    case "cancelling":
      if (verifiedAt === null) return "verify";
      return isHandedOver(facts) ? "promote" : "hand_over";
    case "promoted":
      return facts.isUnlocked ? "delete" : "check";
    case "deleting":
      return "delete";
    case "done":
    case "cancelled":
      return null;
  }
}

function isHandedOver({ consumers }: StepFacts): boolean {
  return consumers.every(({ acknowledgedAt }) => acknowledgedAt !== null);
}

function isDone(id: StepId, facts: StepFacts): boolean {
  if (facts.state === "done") return true;
  switch (id) {
    case "add":
      return facts.addedAt !== null;
    case "verify":
      return facts.verifiedAt !== null;
    case "hand_over":
      return facts.verifiedAt !== null && isHandedOver(facts);
    case "promote":
      return facts.promotedAt !== null;
    case "check":
      return facts.state === "deleting" || (facts.state === "promoted" && facts.isUnlocked);
    case "delete":
      return false;
  }
}

function timeOf(id: StepId, facts: StepFacts): string | null {
  switch (id) {
    case "add":
      return facts.addedAt;
    case "verify":
      return facts.verifiedAt;
    case "hand_over":
      return findLastTick(facts)?.acknowledgedAt ?? null;
    case "promote":
      return facts.promotedAt;
    case "check":
      return null;
    case "delete":
      return facts.endedAt;
  }
}

function findLastTick({ consumers }: StepFacts): ConsumerTick | undefined {
  return consumers
    .filter(({ acknowledgedAt }) => acknowledgedAt !== null)
    .sort((a, b) => (a.acknowledgedAt ?? "").localeCompare(b.acknowledgedAt ?? ""))
    .at(-1);
}

type Say = (facts: StepFacts, status: StepView["status"]) => string;

const words: Record<StepId, Say> = {
  add: (facts, status) => {
    const { state, mode, fresh } = facts;
    if (status === "done") {
      if (fresh === null) return "The new secret was added";
      return mode === "manual" ? `Pasted here as ${nameSecret(fresh)}` : `Adobe made ${nameSecret(fresh)}`;
    }
    switch (state) {
      case "binding":
        return "First it is found out which of Adobe's secrets is the stored one. Nothing changes at Adobe.";
      case "creating":
        return "Adobe was asked for a new secret.";
      case "removing":
        return "A secret that is not stored here is being deleted at Adobe.";
      default:
        return mode === "manual"
          ? "Add a secret in the Developer Console and paste it here. The old one keeps working."
          : "Adobe makes a second secret. The old one keeps working.";
    }
  },
  verify: (_facts, status) =>
    status === "done"
      ? "A token was issued for it, with the scopes of this credential"
      : "Asks for a token with the new secret, for up to 60 seconds while Adobe spreads it.",
  hand_over: (facts, status) => {
    const total = facts.consumers.length;
    if (total === 0) {
      return status === "done"
        ? "No consumer is listed"
        : "No consumer is listed, so this step passes by itself.";
    }
    const confirmed = facts.consumers.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length;
    const count = `${confirmed} of ${total} ${total === 1 ? "consumer" : "consumers"} confirmed`;
    if (status === "done") {
      const by = findLastTick(facts)?.acknowledgedByName ?? null;
      return by === null ? count : `${count}, last by ${by}`;
    }
    return status === "now"
      ? `${count}. Deploy the new secret to each, and confirm it under Consumers.`
      : `${count}.`;
  },
  promote: ({ state }, status) => {
    if (status === "done") {
      return state === "cancelled"
        ? "The new secret was current until the rotation was cancelled"
        : "The new secret is current";
    }
    return "The new secret becomes the current one here. The old one stays usable.";
  },
  check: ({ mode, overrideReason }, status) => {
    if (status === "done") {
      return overrideReason === null
        ? "Nobody needs the old secret any more"
        : "An owner decided not to wait for it";
    }
    return mode === "manual"
      ? "The Developer Console shows when each secret was last used. What you type is kept."
      : "Adobe tells when the old secret was last used. Each answer is kept.";
  },
  delete: ({ state, overrideReason }, status) => {
    if (status === "done") {
      const end = "Deleted at Adobe and destroyed here";
      return overrideReason === null ? end : `${end}, before it was quiet: ${overrideReason}`;
    }
    if (state === "deleting") return "Adobe was asked to delete the old secret.";
    return status === "now"
      ? "Adobe cannot restore a deleted secret."
      : "Unlocks when nobody needs the old secret any more.";
  },
};

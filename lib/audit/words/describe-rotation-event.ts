import {
  asked,
  countOf,
  done,
  explainFailure,
  failed,
  type Happened,
  joinWords,
  type Of,
  shortenSecretId,
  unclear,
  type Words,
  writeTime,
} from "./event-sentence";
import { attemptPhrases } from "./event-words";

type RotationEvent = Extract<
  Happened,
  { action: `rotation.${string}` | `consumer.${string}` | `token.invalidate${string}` }
>;

/** The words for a rotation as a whole, for its consumers, and for tokens ended on the way. */
export function describeRotationEvent(event: RotationEvent): Words {
  switch (event.action) {
    case "consumer.added":
      return { phrase: "added a consumer to", facts: [event.detail.system] };
    case "consumer.edited":
      return { phrase: "edited a consumer of", facts: [event.detail.system] };
    case "consumer.removed":
      return { phrase: "removed a consumer from", facts: [event.detail.system] };
    case "consumer.confirmed":
      return { phrase: "confirmed that a consumer has the new secret of", facts: [event.detail.system] };
    case "consumer.unconfirmed":
      return { phrase: "took back that a consumer has the new secret of", facts: [event.detail.system] };
    case "rotation.started":
      return describeStart(event);
    case "rotation.emergency_declared":
      return { phrase: "declared an emergency in the rotation of", facts: ["quiet time skipped"] };
    case "rotation.bound":
      return describeBinding(event);
    case "rotation.find_out_requested":
      return {
        phrase: "asked what happened in the rotation of",
        facts: [tellAct(event.detail.act)],
        outcome: asked,
      };
    case "rotation.found_out":
      return describeFinding(event);
    case "rotation.cancelled": {
      const left = event.detail.leftAtAdobe.map(shortenSecretId);
      return {
        phrase: "cancelled the rotation of",
        facts: [left.length === 0 ? null : `left at Adobe: ${joinWords(left)}`],
      };
    }
    case "rotation.finished": {
      const { fingerprint, replaced, lastUseOfOldAt } = event.detail;
      const lastUse = lastUseOfOldAt === null ? null : `old secret last used ${writeTime(lastUseOfOldAt)}`;
      return {
        phrase: "finished the rotation of",
        facts: [`fingerprint ${fingerprint}, before ${replaced}`, lastUse],
      };
    }
    case "token.invalidate_requested":
      return {
        phrase: `asked to end ${nameTokens(event)} of`,
        facts: [tellTokens(event)],
        outcome: asked,
      };
    case "token.invalidated": {
      const hasFailed = event.outcome === "failed";
      return {
        phrase: `${hasFailed ? "tried to end" : "ended"} ${nameTokens(event)} of`,
        facts: [tellTokens(event), explainFailure(event.detail.failureCode)],
        outcome: hasFailed ? failed : done,
      };
    }
  }
}

type Invalidation = Of<"token.invalidate_requested" | "token.invalidated">;

function nameTokens({ detail }: Invalidation): string {
  return detail.rotationId === null ? "an access token" : "tokens of the old secret";
}

function tellTokens({ detail: { count, tokenFingerprint } }: Invalidation): string {
  return tokenFingerprint === undefined ? countOf(count, "token") : `token ${tokenFingerprint}`;
}

function describeStart({ detail, outcome }: Of<"rotation.started">): Words {
  const { mode, isEmergency, quietHours, fingerprint } = detail;
  return {
    phrase: isEmergency ? "started an emergency rotation of" : "started a rotation of",
    facts: [
      mode === "manual" ? "by hand in the Developer Console" : null,
      isEmergency ? "quiet time skipped" : `quiet time ${countOf(quietHours, "hour")}`,
      `secret ${fingerprint}`,
    ],
    outcome: outcome === "requested" ? asked : done,
  };
}

function describeBinding({ detail, outcome }: Of<"rotation.bound">): Words {
  const { adobeSecretId, isChosen, secretCount, failureCode } = detail;
  const facts = [
    adobeSecretId === null ? null : `Adobe's ID ${shortenSecretId(adobeSecretId)}`,
    secretCount === null ? null : `${countOf(secretCount, "secret")} at Adobe`,
    explainFailure(failureCode),
  ];
  if (outcome === "failed") {
    // Adobe's list was read, and does not tell.
    const isUnclear = secretCount !== null && failureCode === null;
    return {
      phrase: "could not tell which of Adobe's secrets is the current one of",
      facts,
      outcome: isUnclear ? unclear : failed,
    };
  }
  if (isChosen) return { phrase: "said which of Adobe's secrets is the current one of", facts };
  return adobeSecretId === null
    ? { phrase: "opened the rotation by hand of", facts }
    : { phrase: "found which of Adobe's secrets is the current one of", facts };
}

function describeFinding({ detail, outcome }: Of<"rotation.found_out">): Words {
  const { act, finding, adobeSecretIds, failureCode } = detail;
  const ids = adobeSecretIds.map(shortenSecretId);
  const facts = [
    tellAct(act),
    finding === null ? null : findings[finding],
    ids.length === 0 ? null : joinWords(ids),
    explainFailure(failureCode),
  ];
  if (outcome === "failed") {
    return { phrase: "could not find out what happened in the rotation of", facts, outcome: failed };
  }
  return {
    phrase: "found out what happened in the rotation of",
    facts,
    outcome: finding === "unclear" || finding === "not_bound" ? unclear : done,
  };
}

const findings: Readonly<Record<NonNullable<Of<"rotation.found_out">["detail"]["finding"]>, string>> = {
  nothing_new: "nothing was made at Adobe",
  one_new: "one new secret is at Adobe",
  unclear: "Adobe's list does not tell",
  still_there: "the secret is still at Adobe",
  gone: "the secret is gone from Adobe",
  bound: "the current secret was found",
  not_bound: "Adobe's list does not tell which secret is the current one",
};

/** The act that was left unfinished. */
function tellAct(name: string): string {
  return `left unfinished: ${attemptPhrases.get(name) ?? name}`;
}

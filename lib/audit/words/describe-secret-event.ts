import {
  asked,
  cancelled,
  countTries,
  done,
  explainFailure,
  failed,
  type Happened,
  type Of,
  type OutcomeTag,
  shortenSecretId,
  unclear,
  type Words,
  writeTime,
} from "./event-sentence";

/** Those of a rotation, and of replacing. */
type SecretEvent = Exclude<
  Extract<Happened, { action: `secret.${string}` }>,
  { readonly action: "secret.exported" }
>;

/** The words for what was done with one secret of a credential. */
export function describeSecretEvent(event: SecretEvent): Words {
  switch (event.action) {
    case "secret.stored": {
      const { fingerprint, replaces } = event.detail;
      return replaces === null
        ? { phrase: "stored the client secret of", facts: [fingerprintFact(fingerprint)] }
        : { phrase: "replaced the client secret of", facts: [exchangeFact(fingerprint, replaces)] };
    }
    case "secret.add_requested":
      return { phrase: "asked Adobe for a second secret for", outcome: asked };
    case "secret.added":
      return describeAddition(event);
    case "secret.pasted":
      return { phrase: "pasted a new secret for", facts: [fingerprintFact(event.detail.fingerprint)] };
    case "secret.adopt_requested":
      return {
        phrase: "asked to adopt a pasted secret for",
        facts: [fingerprintFact(event.detail.fingerprint), idFact(event.detail.adobeSecretId)],
        outcome: asked,
      };
    case "secret.adopted": {
      const { fingerprint, adobeSecretId, failureCode } = event.detail;
      return {
        phrase: hasFailed(event) ? "could not adopt a pasted secret for" : "adopted a pasted secret for",
        facts: [fingerprintFact(fingerprint), idFact(adobeSecretId), explainFailure(failureCode)],
        outcome: tagOf(event),
      };
    }
    case "secret.verify_requested":
      return {
        phrase: "asked to verify the new secret of",
        facts: [fingerprintFact(event.detail.fingerprint)],
        outcome: asked,
      };
    case "secret.verified": {
      const { fingerprint, durationMs, tries, failureCode } = event.detail;
      const duration = `${durationMs} ms`;
      return {
        phrase: hasFailed(event) ? "could not verify the new secret of" : "verified the new secret of",
        facts: [
          fingerprintFact(fingerprint),
          explainFailure(failureCode),
          duration,
          tries > 1 ? countTries(tries) : null,
        ],
        // Somebody stopped it: that says nothing about the secret.
        outcome: failureCode === "cancelled" ? cancelled : tagOf(event),
      };
    }
    case "secret.revealed":
      return { phrase: "was shown the new secret of", facts: [fingerprintFact(event.detail.fingerprint)] };
    case "secret.promoted":
      return {
        phrase: "promoted the new secret of",
        facts: [exchangeFact(event.detail.fingerprint, event.detail.replaces)],
      };
    case "secret.put_back":
      return describePutBack(event);
    case "secret.use_check_requested":
      return { phrase: "asked Adobe for the last use of the secrets of", outcome: asked };
    case "secret.use_checked": {
      const { uses, failureCode } = event.detail;
      return {
        phrase: hasFailed(event)
          ? "could not check the last use of the secrets of"
          : "checked the last use of the secrets of",
        facts: [...uses.map(tellUse), explainFailure(failureCode)],
        outcome: tagOf(event),
      };
    }
    case "secret.use_typed": {
      const { fingerprint, lastUsedAt } = event.detail;
      return {
        phrase: "typed the last use of a secret of",
        facts: [fingerprintFact(fingerprint), tellLastUse(lastUsedAt)],
      };
    }
    case "secret.delete_requested": {
      const { purpose, adobeSecretId, overrideReason } = event.detail;
      return {
        phrase: `asked to delete ${purposes[purpose]} of`,
        facts: [
          idFact(adobeSecretId),
          overrideReason === null ? null : `not waited, because: ${overrideReason}`,
        ],
        outcome: asked,
      };
    }
    case "secret.deleted":
      return describeDeletion(event);
  }
}

/** Going back is an act at Adobe where the old secret is looked for first; by hand it is one event. */
function describePutBack(event: Of<"secret.put_back">): Words {
  const facts = [exchangeFact(event.detail.fingerprint, event.detail.replaces)];
  if (event.outcome === "requested") {
    return { phrase: "asked to put back the old secret of", facts, outcome: asked };
  }
  const phrase = hasFailed(event) ? "could not put back the old secret of" : "put back the old secret of";
  return { phrase, facts, outcome: tagOf(event) };
}

function describeAddition(event: Of<"secret.added">): Words {
  const { fingerprint, adobeSecretId, failureCode } = event.detail;
  return {
    phrase: hasFailed(event) ? "tried to add a second secret to" : "added a second secret to",
    facts: [
      fingerprint === null ? null : fingerprintFact(fingerprint),
      idFact(adobeSecretId),
      explainFailure(failureCode),
      effectFact(event),
    ],
    outcome: tagOfEffect(event),
  };
}

function describeDeletion(event: Of<"secret.deleted">): Words {
  const { purpose, adobeSecretId, failureCode } = event.detail;
  const verb = hasFailed(event) ? "tried to delete" : "deleted";
  return {
    phrase: `${verb} ${purposes[purpose]} of`,
    facts: [idFact(adobeSecretId), explainFailure(failureCode), effectFact(event)],
    outcome: tagOfEffect(event),
  };
}

const purposes: Readonly<Record<Of<"secret.deleted">["detail"]["purpose"], string>> = {
  old: "the old secret",
  new: "the new secret",
  unknown: "an unknown secret",
};

function hasFailed(event: Happened): boolean {
  return event.outcome === "failed";
}

function tagOf(event: Happened): OutcomeTag {
  return hasFailed(event) ? failed : done;
}

function tagOfEffect(event: Of<"secret.added" | "secret.deleted">): OutcomeTag {
  return event.detail.effect === "unknown" ? unclear : tagOf(event);
}

/** What the outcome alone would leave open. */
function effectFact({ outcome, detail }: Of<"secret.added" | "secret.deleted">): string | null {
  if (detail.effect === "unknown") return "nobody knows whether Adobe did it";
  if (detail.effect === "made") return null;
  if (outcome === "succeeded") return "Adobe did not have it any more";
  return detail.failureCode === null ? "nothing was changed at Adobe" : null;
}

function tellUse({ adobeSecretId, lastUsedAt, isOurs }: Of<"secret.use_checked">["detail"]["uses"][number]) {
  return `${shortenSecretId(adobeSecretId)} ${tellLastUse(lastUsedAt)}${isOurs ? " by Latchkey" : ""}`;
}

function tellLastUse(lastUsedAt: string | null): string {
  return lastUsedAt === null ? "never used" : `last used ${writeTime(lastUsedAt)}`;
}

function fingerprintFact(fingerprint: string): string {
  return `fingerprint ${fingerprint}`;
}

function exchangeFact(fingerprint: string, before: string): string {
  return `fingerprint ${fingerprint}, before ${before}`;
}

function idFact(adobeSecretId: string | null): string | null {
  return adobeSecretId === null ? null : `Adobe's ID ${shortenSecretId(adobeSecretId)}`;
}

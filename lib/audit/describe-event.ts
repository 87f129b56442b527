import type { EventActor, EventDraft } from "./event";
import { attemptPhrases, failureClauses, fieldNames } from "./event-words";

/** One event for people: "**Bo Kim** tested the token of **Payments export**", and a grey line under it. */
export interface EventDescription {
  /** Shown strong. */
  readonly actor: string;
  readonly phrase: string;
  /** Shown strong; null where the sentence ends with the phrase. */
  readonly target: string | null;
  /** The second line; null when there is nothing to add. */
  readonly facts: string | null;
  readonly outcome: OutcomeTag;
}

interface OutcomeTag {
  readonly word: string;
  readonly tone: "good" | "attend" | "bad";
}

type Happened = EventDraft & { readonly actor: EventActor };

interface Words {
  readonly phrase: string;
  readonly facts?: readonly (string | null)[];
  readonly outcome?: OutcomeTag;
  /** For what people do to themselves: the target would only repeat them. */
  readonly isAboutActor?: boolean;
}

const done: OutcomeTag = { word: "Done", tone: "good" };
const refused: OutcomeTag = { word: "Refused", tone: "bad" };
const heldBack: OutcomeTag = { word: "Held back", tone: "attend" };

/** Puts one event into words. The address and the request are left to whoever shows it. */
export function describeEvent(event: Happened): EventDescription {
  const { phrase, facts = [], outcome = done, isAboutActor = false } = findWords(event);
  const { actor, target } = event;
  const isRepeated = isAboutActor && actor.type === "user";
  return {
    actor: nameActor(actor),
    phrase,
    target: target === null || isRepeated ? null : target.name,
    facts: facts.filter((fact) => fact !== null).join(" · ") || null,
    outcome,
  };
}

/** For a row whose signed text cannot be read: somebody changed it. Nothing of it is shown. */
export const unreadableEvent: EventDescription = {
  actor: "This event",
  phrase: "cannot be read: what was signed is no longer there",
  target: null,
  facts: "check the log with npm run audit:verify",
  outcome: { word: "Unreadable", tone: "bad" },
};

function nameActor(actor: EventActor): string {
  switch (actor.type) {
    case "user":
      return actor.name;
    case "anonymous":
      return "Somebody";
    case "system":
      return "Latchkey";
  }
}

function findWords(event: Happened): Words {
  const { actor, target } = event;
  switch (event.action) {
    case "organization.created":
      return { phrase: "created the organization" };
    case "user.created": {
      const isOwn = actor.type === "user" && target?.id === actor.id;
      const phrase = isOwn ? "created their own account" : "created an account for";
      return { phrase, facts: [`role: ${event.detail.role}`], isAboutActor: isOwn };
    }
    case "session.started":
      return { phrase: actor.type === "user" ? "signed in" : "signed in as", isAboutActor: true };
    case "session.refused":
    case "session.throttled":
      return describeFailedSignIn(event);
    case "session.ended":
      return describeSignOut(event);
    case "session.stepped_up":
      return { phrase: "confirmed their password", isAboutActor: true };
    case "session.step_up_refused":
      return {
        phrase: "gave a wrong password when asked to confirm it",
        facts: [countTries(event.detail.count)],
        outcome: refused,
        isAboutActor: true,
      };
    case "credential.registered": {
      const { environment, clientId, scopes } = event.detail;
      return {
        phrase: "registered",
        facts: [environment, `client ID ${clientId}`, countScopes(scopes.length)],
      };
    }
    case "credential.edited": {
      const changed = event.detail.changed.map((field) => fieldNames[field]);
      return { phrase: "edited", facts: [joinWords(changed), `version ${event.detail.version}`] };
    }
    case "credential.archived":
      return { phrase: "archived" };
    case "credential.restored":
      return { phrase: "restored" };
    case "credential.deleted": {
      const { secretsBlanked, clientId } = event.detail;
      const blanked =
        secretsBlanked === 1 ? "1 stored secret erased" : `${secretsBlanked} stored secrets erased`;
      return { phrase: "deleted", facts: ["for ever", `client ID ${clientId}`, blanked] };
    }
    case "secret.stored": {
      const { fingerprint, replaces } = event.detail;
      return replaces === null
        ? { phrase: "stored the client secret of", facts: [`fingerprint ${fingerprint}`] }
        : {
            phrase: "replaced the client secret of",
            facts: [`fingerprint ${fingerprint}, before ${replaces}`],
          };
    }
    case "token.test_requested":
      return {
        phrase: "asked for a token test of",
        facts: [countScopes(event.detail.requestedScopes.length), `secret ${event.detail.fingerprint}`],
        outcome: { word: "Asked", tone: "attend" },
      };
    case "token.tested":
      return describeTokenTest(event);
    case "access.denied":
      return describeDenial(event);
  }
}

type Of<A extends Happened["action"]> = Extract<Happened, { action: A }>;

function describeFailedSignIn(event: Of<"session.refused" | "session.throttled">): Words {
  const { count, accountKnown } = event.detail;
  const isRefusal = event.action === "session.refused";
  const verb = isRefusal ? "could not sign in" : "was held back from signing in";
  return {
    phrase: event.target === null ? verb : `${verb} as`,
    facts: [countTries(count), accountKnown ? null : "no such account"],
    outcome: isRefusal ? refused : heldBack,
  };
}

function describeSignOut({ actor, detail }: Of<"session.ended">): Words {
  const reasons: Record<typeof detail.reason, string | null> = {
    signed_out: null,
    idle: "30 minutes without activity",
    expired: "8 hours after signing in",
    replaced: "signed in too often at once, so the oldest session ended",
  };
  const isForced = detail.reason !== "signed_out" && actor.type === "user";
  return {
    phrase: isForced ? "was signed out" : "signed out",
    facts: [reasons[detail.reason]],
    isAboutActor: true,
  };
}

function describeTokenTest({ outcome, detail }: Of<"token.tested">): Words {
  const phrase = "tested the token of";
  const tries = detail.tries > 1 ? countTries(detail.tries) : null;
  const duration = `${detail.durationMs} ms`;
  if (outcome === "succeeded") {
    const granted = new Set(detail.grantedScopes);
    const matched = detail.requestedScopes.filter((scope) => granted.has(scope)).length;
    const total = detail.requestedScopes.length;
    const scopes = detail.grantedScopes === null ? null : `${matched} of ${countScopes(total)}`;
    const isFull = detail.grantedScopes === null || matched === total;
    const word = isFull ? "Works" : "Fewer scopes";
    return { phrase, facts: [duration, scopes, tries], outcome: { word, tone: isFull ? "good" : "attend" } };
  }
  const why = detail.failureCode === null ? null : failureClauses[detail.failureCode];
  return { phrase, facts: [why, duration, tries], outcome: { word: "Fails", tone: "bad" } };
}

function describeDenial({ detail, target }: Of<"access.denied">): Words {
  const reasons: Record<typeof detail.reason, string> = {
    role: "their role may not",
    foreign_origin: "the request came from another site",
    other_organization: "the form belonged to another organization",
    not_found: "there is no such thing in this organization",
    rate: "too many in a short time",
  };
  const attempt = attemptPhrases.get(detail.attempted);
  const phrase = attempt === undefined ? "was stopped" : `tried to ${attempt}`;
  const name = attempt === undefined ? detail.attempted : null;
  const times = detail.count > 1 ? `${detail.count} times` : null;
  return {
    phrase: target === null ? phrase : `${phrase}:`,
    facts: [name, reasons[detail.reason], times],
    outcome: detail.reason === "rate" ? heldBack : refused,
  };
}

function countTries(count: number): string {
  return count === 1 ? "1 try" : `${count} tries`;
}

function countScopes(count: number): string {
  return count === 1 ? "1 scope" : `${count} scopes`;
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

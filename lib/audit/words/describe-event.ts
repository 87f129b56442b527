import type { EventActor } from "@/lib/audit/event";
import { describeKeyEvent } from "./describe-key-event";
import { describeLogEvent } from "./describe-log-event";
import { describeRotationEvent } from "./describe-rotation-event";
import { describeSecretEvent } from "./describe-secret-event";
import { describeTokenEvent } from "./describe-token-event";
import {
  asked,
  countOf,
  countTries,
  done,
  explainFailure,
  type Happened,
  heldBack,
  joinWords,
  type Of,
  type OutcomeTag,
  refused,
  type Words,
} from "./event-sentence";
import { attemptPhrases, fieldNames } from "./event-words";

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

export function nameActor(actor: EventActor): string {
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
      const { environment, clientId, scopes, kind } = event.detail;
      return {
        phrase: "registered",
        facts: [
          kind === "jwt" ? "JWT" : null,
          environment,
          `client ID ${clientId}`,
          countOf(scopes.length, "scope"),
        ],
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
      const blanked = `${countOf(secretsBlanked, "stored secret")} erased`;
      return { phrase: "deleted", facts: ["for ever", `client ID ${clientId}`, blanked] };
    }
    case "credential.scopes_approved":
      return describeApproval(event);
    case "credential.scopes_drifted":
      return describeDrift(event);
    case "profile.noted":
      return { phrase: "noted a product profile of", facts: [nameProfile(event)] };
    case "profile.edited":
      return { phrase: "edited the note of a product profile of", facts: [nameProfile(event)] };
    case "profile.removed":
      return { phrase: "removed the note of a product profile of", facts: [nameProfile(event)] };
    case "secret.exported":
      return { phrase: "saw the client secret of", facts: [`secret ${event.detail.fingerprint}`] };
    case "token.test_requested":
      return {
        phrase: "asked for a token test of",
        facts: [countOf(event.detail.requestedScopes.length, "scope"), `secret ${event.detail.fingerprint}`],
        outcome: asked,
      };
    case "token.tested":
      return describeTokenTest(event);
    case "token.inspected":
    case "token.validate_requested":
    case "token.validated":
    case "token.revealed":
    case "probe.requested":
    case "probe.answered":
    case "profile.read_requested":
    case "profile.read":
      return describeTokenEvent(event);
    case "key.stored":
    case "key.destroyed":
    case "migration.started":
    case "migration.use_typed":
    case "migration.cancelled":
    case "migration.finished":
    case "import.started":
    case "import.finished":
      return describeKeyEvent(event);
    case "access.denied":
      return describeDenial(event);
    case "log.exported":
    case "log.verified":
    case "log.retention_set":
    case "log.sealed":
    case "log.restore_found":
    case "log.restore_acknowledged":
      return describeLogEvent(event);
    case "secret.stored":
    case "secret.add_requested":
    case "secret.added":
    case "secret.pasted":
    case "secret.adopt_requested":
    case "secret.adopted":
    case "secret.verify_requested":
    case "secret.verified":
    case "secret.revealed":
    case "secret.promoted":
    case "secret.put_back":
    case "secret.use_check_requested":
    case "secret.use_checked":
    case "secret.use_typed":
    case "secret.delete_requested":
    case "secret.deleted":
      return describeSecretEvent(event);
    default:
      return describeRotationEvent(event);
  }
}

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

function nameProfile({ detail }: Of<`profile.${"noted" | "edited" | "removed"}`>): string {
  return `${detail.product}: ${detail.profile}`;
}

function describeApproval({ detail }: Of<"credential.scopes_approved">): Words {
  const { scopes, added, removed } = detail;
  return {
    phrase: "approved the scopes of",
    facts: [countOf(scopes.length, "scope"), listScopes("new", added), listScopes("no longer", removed)],
  };
}

function describeDrift({ detail }: Of<"credential.scopes_drifted">): Words {
  const { lost, gained, notGranted } = detail;
  return {
    phrase: "found other scopes granted than approved for",
    facts: [listScopes("lost", lost), listScopes("gained", gained), listScopes("not granted", notGranted)],
    outcome: { word: "Drift", tone: "attend" },
  };
}

function listScopes(label: string, scopes: readonly string[]): string | null {
  if (scopes.length === 0) return null;
  const shown = scopes.slice(0, 3).join(", ");
  return `${label}: ${shown}${scopes.length > 3 ? ` and ${scopes.length - 3} more` : ""}`;
}

function describeTokenTest({ outcome, detail }: Of<"token.tested">): Words {
  const phrase = "tested the token of";
  const tries = detail.tries > 1 ? countTries(detail.tries) : null;
  const duration = `${detail.durationMs} ms`;
  if (outcome === "succeeded") {
    const granted = new Set(detail.grantedScopes);
    const matched = detail.requestedScopes.filter((scope) => granted.has(scope)).length;
    const total = detail.requestedScopes.length;
    const scopes = detail.grantedScopes === null ? null : `${matched} of ${countOf(total, "scope")}`;
    const isFull = detail.grantedScopes === null || matched === total;
    const word = isFull ? "Works" : "Fewer scopes";
    return { phrase, facts: [duration, scopes, tries], outcome: { word, tone: isFull ? "good" : "attend" } };
  }
  return {
    phrase,
    facts: [explainFailure(detail.failureCode), duration, tries],
    outcome: { word: "Fails", tone: "bad" },
  };
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

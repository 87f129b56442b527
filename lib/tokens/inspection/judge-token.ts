import { type Environment, environmentLabels } from "@/lib/environment";
import type { TokenFacts, TokenInspection } from "./token-inspection";

export interface TokenWarning {
  readonly tone: "bad" | "attend";
  readonly title: string;
  readonly text: string;
}

/** Adobe's names of its environments. The sandbox plays production, and names itself so. */
const environmentsByIssuer: ReadonlyMap<string, readonly Environment[]> = new Map([
  ["ims-na1", ["production", "sandbox"] as const],
  ["ims-na1-stg1", ["stage"] as const],
]);

/** Where a credential must live whose token this is; null where the issuer is none that is known. */
export function environmentsOf(issuer: string | null): readonly Environment[] | null {
  return environmentsByIssuer.get(issuer ?? "") ?? null;
}

const opaque = {
  client_secret: {
    tone: "bad",
    title: "This looks like a client secret, not a token",
    text: "It was not stored. If it is in use, be careful where else it was pasted: rotate it if others can read it there.",
  },
  encrypted: {
    tone: "attend",
    title: "This token is encrypted",
    text: "Only whoever it is meant for can read it. Adobe's access tokens are not encrypted.",
  },
  cut: {
    tone: "attend",
    title: "This begins like a token but cannot be read",
    text: "Perhaps its end is missing. Copy all three parts with the dots between them.",
  },
} as const satisfies Record<string, TokenWarning>;

const noToken: TokenWarning = {
  tone: "attend",
  title: "This cannot be read as a token",
  text: "Adobe's access tokens are three parts of letters and digits with dots between them, and begin with eyJ.",
};

const ofKind: Readonly<Record<TokenFacts["kind"], TokenWarning | null>> = {
  access: null,
  other: {
    tone: "attend",
    title: "This is an Adobe token, but not an access token",
    text: "Its type says so. APIs refuse it.",
  },
  assertion: {
    tone: "attend",
    title: "This is what a JWT credential signs, not an access token",
    text: "It is sent to Adobe once, to be exchanged for an access token. APIs refuse it.",
  },
  identity: {
    tone: "attend",
    title: "This is an id token, not an access token",
    text: "It says who somebody is. APIs refuse it.",
  },
  foreign: {
    tone: "attend",
    title: "This is not an Adobe token",
    text: "It names neither an Adobe environment nor a credential.",
  },
};

/** How far a token's clock may be ahead of ours. */
const skewMs = 5 * 60_000;

/** What a person should know before they believe the token. The worst comes first. */
export function judgeToken(inspection: TokenInspection, now: Date): readonly TokenWarning[] {
  if (inspection.form === "opaque") {
    return [inspection.looksLike === null ? noToken : opaque[inspection.looksLike]];
  }
  const { kind, isSigned, issuer, userId, createdAt, expiresAt } = inspection.facts;
  const isAdobes = kind === "access" || kind === "other";
  const warnings = [
    expiresAt !== null &&
      Date.parse(expiresAt) <= now.getTime() && {
        tone: "bad",
        title: "This token has expired",
        text: "No API accepts it any more. Ask for a new one.",
      },
    !isSigned && {
      tone: "bad",
      title: "This token is not signed",
      text: "Anybody could have written it, and no API accepts it.",
    },
    ofKind[kind],
    issuer === "ims-na1-stg1" && {
      tone: "attend",
      title: "This token comes from Adobe's stage environment",
      text: "APIs of production refuse it.",
    },
    isAdobes &&
      environmentsOf(issuer) === null && {
        tone: "attend",
        title: "This token comes from an environment that Latchkey does not know",
        text: "It names neither Adobe's production nor its stage environment.",
      },
    isAdobes &&
      userId !== null &&
      !/@techacct\.adobe\.com$/i.test(userId) && {
        tone: "attend",
        title: "This token acts for a person, not for a technical account",
        text: "It comes from a sign-in. A server-to-server credential gives no such token.",
      },
    createdAt !== null &&
      Date.parse(createdAt) > now.getTime() + skewMs && {
        tone: "attend",
        title: "This token was issued in the future",
        text: "Its times are wrong, or the clock here is.",
      },
  ] as const satisfies readonly (TokenWarning | false | null)[];
  const rank = { bad: 0, attend: 1 } as const;
  return warnings
    .filter((warning) => warning !== false && warning !== null)
    .toSorted((one, other) => rank[one.tone] - rank[other.tone]);
}

interface ExpectedOwner {
  readonly environment: Environment;
  readonly clientId: string;
  readonly technicalAccountId: string | null;
}

/** How a token differs from what is registered of the credential that it was asked for with. */
export function compareToken(facts: TokenFacts, credential: ExpectedOwner): readonly TokenWarning[] {
  const { issuer, clientId, userId } = facts;
  const environments = environmentsOf(issuer);
  const { environment, technicalAccountId } = credential;
  const warnings = [
    environments !== null &&
      !environments.includes(environment) && {
        tone: "bad",
        title: "This token comes from another environment than the credential",
        text: `It was issued by ${issuer}, and the credential is registered for ${environmentLabels[environment]}.`,
      },
    clientId !== null &&
      clientId !== credential.clientId && {
        tone: "bad",
        title: "This token was issued to another client ID",
        text: "The client ID of the credential was changed since, or the token is not the credential's.",
      },
    userId !== null &&
      technicalAccountId !== null &&
      userId.toLowerCase() !== technicalAccountId.toLowerCase() && {
        tone: "attend",
        title: "This token acts for another technical account than is registered",
        text: `It names ${userId}. Correct the credential, or find out whose credential this is.`,
      },
  ] as const satisfies readonly (TokenWarning | false)[];
  return warnings.filter((warning) => warning !== false);
}

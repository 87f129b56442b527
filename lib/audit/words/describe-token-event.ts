import {
  asked,
  countOf,
  countTries,
  done,
  explainFailure,
  failed,
  type Happened,
  type Of,
  type Words,
} from "./event-sentence";

type TokenEvent = Extract<
  Happened,
  {
    action:
      | "token.inspected"
      | `token.validate${string}`
      | "token.revealed"
      | `probe.${string}`
      | `profile.read${string}`;
  }
>;

/** The words for what was done with one access token, and for what was asked of Adobe with one. */
export function describeTokenEvent(event: TokenEvent): Words {
  switch (event.action) {
    case "token.inspected":
      return {
        phrase: event.target === null ? "inspected a pasted token" : "inspected a pasted token of",
        facts: [nameToken(event.detail.tokenFingerprint)],
      };
    case "token.validate_requested":
      return {
        phrase: "asked Adobe about the validity of a token of",
        facts: [nameToken(event.detail.tokenFingerprint)],
        outcome: asked,
      };
    case "token.validated":
      return describeValidation(event);
    case "token.revealed":
      return { phrase: "saw an access token of", facts: [nameToken(event.detail.tokenFingerprint)] };
    case "probe.requested":
      return {
        phrase: "asked for a probe of",
        facts: [event.detail.probe, event.detail.host],
        outcome: asked,
      };
    case "probe.answered":
      return describeProbe(event);
    case "profile.read_requested":
      return { phrase: "asked Adobe for the product profiles of", outcome: asked };
    case "profile.read": {
      const { profiles, durationMs, failureCode } = event.detail;
      const hasFailed = event.outcome === "failed";
      return {
        phrase: hasFailed ? "could not read the product profiles of" : "read the product profiles of",
        facts: [hasFailed ? explainFailure(failureCode) : countOf(profiles, "profile"), `${durationMs} ms`],
        outcome: hasFailed ? failed : done,
      };
    }
  }
}

function nameToken(fingerprint: string): string {
  return `token ${fingerprint}`;
}

function describeValidation({ detail, outcome }: Of<"token.validated">): Words {
  const { tokenFingerprint, isValid, durationMs, failureCode } = detail;
  const facts = [nameToken(tokenFingerprint), `${durationMs} ms`, explainFailure(failureCode)];
  if (outcome === "failed" || isValid === null) {
    return { phrase: "could not learn the validity of a token of", facts, outcome: failed };
  }
  return {
    phrase: "learned the validity of a token of",
    facts,
    outcome: isValid ? { word: "Valid", tone: "good" } : { word: "Not valid", tone: "bad" },
  };
}

function describeProbe({ detail, outcome }: Of<"probe.answered">): Words {
  const { probe, httpStatus, durationMs, tries, wasTokenRenewed, failureCode } = detail;
  return {
    phrase: "probed the access of",
    facts: [
      probe,
      httpStatus === null ? null : `status ${httpStatus}`,
      explainFailure(failureCode),
      `${durationMs} ms`,
      tries > 1 ? countTries(tries) : null,
      wasTokenRenewed ? "with a fresh token at the second try" : null,
    ],
    outcome: outcome === "failed" ? { word: "No access", tone: "bad" } : { word: "Access", tone: "good" },
  };
}

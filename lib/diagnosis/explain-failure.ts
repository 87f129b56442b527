/**
 * The room of words: turns our own codes into sentences for people. Nothing that Adobe, Prisma or any
 * foreign error said gets in here, so nothing of it can come out.
 */

import type { AdobeFailure } from "@/lib/failure";
import { certainties } from "@/lib/failure-words";
import { listCircumstances } from "./circumstances";
import type { FailureContext } from "./failure-context";
import type { FailureExplanation } from "./failure-explanation";
import type { CauseRow, FailureFacts, Weight, Words } from "./failure-row";
import { failureRows } from "./failure-rows";
import { nameServer } from "./name-server";
import { linkPlace } from "./places";

/**
 * Says what a failed call to Adobe means and what to do about it. What is known of the credential
 * decides how sure each cause is and which comes first; the next step is that of the first.
 */
export function explainFailure(
  failure: AdobeFailure,
  context: FailureContext,
  now: Date = new Date(),
): FailureExplanation {
  const { environment, service } = context;
  const facts: FailureFacts = {
    server: service ?? nameServer(environment),
    product: service ?? "the API",
    lookForOutage:
      environment === "sandbox" ? "Check that the sandbox is running" : "Look at status.adobe.com",
    failure,
    context,
    now,
  };
  const row = failureRows[failure.code];
  const circumstances = listCircumstances(context, now);
  const weighed = row.causes.map((cause) => ({ cause, certainty: weigh(cause, circumstances) }));
  const ordered = certainties.flatMap((certainty) =>
    weighed.filter((one) => one.certainty === certainty).map(({ cause }) => ({ cause, certainty })),
  );
  const first = ordered[0]?.cause;
  const place = first?.place ?? (first?.nextStep === undefined ? row.place : undefined);
  const link = place === undefined ? undefined : linkPlace(place, context);
  return {
    title: say(row.title, facts),
    whatHappened: say(row.whatHappened, facts),
    causes: ordered.map(({ cause, certainty }) => ({ text: say(cause.text, facts), certainty })),
    nextStep: say(first?.nextStep ?? row.nextStep, facts),
    ...(link === undefined ? {} : { link }),
  };
}

function weigh({ certainty, when = {} }: CauseRow, circumstances: readonly string[]): Weight {
  const weights = new Map<string, Weight>(Object.entries(when));
  const telling = circumstances.find((name) => weights.has(name));
  return telling === undefined ? certainty : (weights.get(telling) ?? certainty);
}

function say(words: Words, facts: FailureFacts): string {
  return typeof words === "string" ? words : words(facts);
}

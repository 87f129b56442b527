import type { Failure } from "@/lib/failure";
import type { FailureWords } from "@/lib/failure-words";
import { describeWait } from "./describe-wait";
import { explainFailure } from "./explain-failure";

/** Puts any failure into words. */
export function describeFailure(failure: Failure): FailureWords {
  switch (failure.kind) {
    case "invalid_input":
      if (Object.keys(failure.fields).length === 0) {
        return {
          title: "The form could not be accepted",
          whatHappened: failure.message ?? "Nothing was changed.",
        };
      }
      return {
        title: "Some fields need attention",
        whatHappened: failure.message ?? describeFields(Object.keys(failure.fields).length),
        nextStep: "Correct what is marked and send the form again.",
      };
    case "unauthenticated":
      return {
        title: "You are signed out",
        whatHappened: "Your session has ended, so nothing was changed.",
        nextStep: "Sign in and do it again.",
      };
    case "foreign_origin":
      return {
        title: "The request came from another site",
        whatHappened: "Latchkey accepts changes from its own pages only. Nothing was changed.",
        nextStep: "Open Latchkey at its usual address and do it again there.",
      };
    case "other_organization":
      return {
        title: "You switched organizations",
        whatHappened:
          "This page belongs to another organization than the one you now work in. Nothing was changed.",
        nextStep: "Reload the page, and switch back first if you meant the other organization.",
      };
    case "forbidden":
      return {
        title: "Your role does not allow this",
        whatHappened: "Nothing was changed.",
        nextStep: "Ask an owner or admin of your organization to do it or to change your role.",
      };
    case "step_up_required":
      return {
        title: "Confirm that it is you",
        whatHappened:
          "This act asks for your password again, because you gave it more than five minutes ago. Nothing was changed.",
        nextStep: "Enter your password to go on.",
      };
    case "step_up_refused":
      return {
        title: "The password was not accepted",
        whatHappened: "You are still signed in, and nothing was changed.",
        nextStep: "Enter your password again.",
      };
    case "sign_in_refused":
      return {
        title: "You could not be signed in",
        whatHappened: "The email and password do not belong together.",
        nextStep:
          "Check both and try again. An owner of your organization can tell you which email is registered.",
      };
    case "not_found":
      return {
        title: "It is not here",
        whatHappened: "There is nothing at this address in your organization. It may have been deleted.",
        nextStep: "Go back to the list and look for it there.",
      };
    case "conflict":
      return {
        title: "This cannot be done as things stand",
        whatHappened: failure.message,
        ...(failure.href !== undefined && {
          link: { href: failure.href, label: failure.hrefLabel ?? "Open it" },
        }),
      };
    case "too_many_requests":
      return {
        title: "Too many tries",
        whatHappened: "This was asked for more often than is allowed in a short time. Nothing was done.",
        nextStep: `Try again in ${describeWait(failure.retryAfterSeconds)}.`,
      };
    case "busy":
      return {
        title: "Latchkey is busy",
        whatHappened: "Too many people are signing in at this moment. Nothing was done.",
        nextStep: `Try again in ${describeWait(failure.retryAfterSeconds)}.`,
      };
    case "key_unavailable":
      return {
        title: "The stored secret cannot be opened",
        whatHappened:
          "The key that sealed it is missing, or the stored value was altered. Nothing was sent to Adobe.",
        nextStep:
          "Ask whoever runs Latchkey to check the key ring file. If the key is lost, store the client secret again with Replace secret.",
      };
    case "audit_unavailable":
      return {
        title: "The audit log cannot be written",
        whatHappened: "Latchkey does nothing that it cannot record, so nothing was done.",
        nextStep: "Try again. If it stays, ask whoever runs Latchkey to check the database.",
      };
    case "restore_unacknowledged":
      return {
        title: "The log is older than its receipts",
        whatHappened:
          "The database was put back to an older state, so nothing is done with a secret until an owner has looked at it. Nothing was done.",
        nextStep: "Ask an owner to acknowledge the restore on the page Audit log.",
        link: { href: "/audit", label: "Audit log" },
      };
    case "answer_unrecorded":
      return {
        title: "Adobe's answer could not be recorded",
        whatHappened:
          "Adobe was asked and answered, but the audit log could not be written, so the answer is not shown. The log says what was asked.",
        nextStep:
          "Reload the page to see how things stand, then do it once more. If it stays, ask whoever runs Latchkey to check the database.",
      };
    case "adobe":
      return explainFailure(failure.adobe, { environment: failure.environment });
    case "unexpected":
      return {
        title: "Something went wrong in Latchkey",
        whatHappened: "This is a fault of the program. What you did may not have been completed.",
        nextStep: `Reload the page to see how things stand. Give the request ID ${failure.requestId} to whoever runs Latchkey; it is in the log.`,
      };
    default: {
      const undescribed: never = failure;
      return undescribed;
    }
  }
}

function describeFields(amount: number): string {
  return amount === 1
    ? "One field could not be accepted. Nothing was changed."
    : "Some fields could not be accepted. Nothing was changed.";
}

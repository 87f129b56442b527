import type { AdobeFailureCode } from "@/lib/failure";
import type { consoleRefusals } from "./console-refusals";
import { describeWait } from "./describe-wait";
import type { Explain, FailureFacts } from "./failure-explanation";
import type { refusals } from "./refusals";

const nothingChanged = "Nothing about the credential is known to be wrong.";

/** The server was not reached, was not well, or answered with something that is no answer to the question. */
export const connectionFailures: Readonly<
  Record<Exclude<AdobeFailureCode, keyof typeof refusals | keyof typeof consoleRefusals>, Explain>
> = {
  adobe_internal_error: ({ server }) => ({
    title: `${server} reports an internal error`,
    whatHappened: `${server} met an error of its own while handling the request.`,
    usualCause:
      "It often passes within minutes. It also happens when a credential is used in a way it was not made for, such as an older JWT call.",
    nextStep: "Try again in a few minutes. If it stays, ask Adobe's support and give them the debug ID.",
  }),
  throttled: ({ server, failure }) => ({
    title: "Too many requests",
    whatHappened: `${server} asked for fewer requests for this credential. ${nothingChanged}`,
    usualCause: "Another system asks for a new token for every call instead of keeping the one it has.",
    nextStep: `Wait ${wait(failure, "a few minutes")} and try again. If it comes back, find the system that asks so often; a token usually works for 24 hours.`,
  }),
  cooling_down: ({ failure }) => ({
    title: "Waiting as Adobe asked",
    whatHappened: "An earlier request was told to wait, and that time is not over. Nothing was sent.",
    usualCause: "Too many requests were made with this client ID, here or by another system.",
    nextStep: `Try again in ${wait(failure, "a few minutes")}.`,
  }),
  adobe_unavailable: ({ server, lookForOutage, failure }) => ({
    title: `${server} is not available`,
    whatHappened: `${server} answered that it cannot serve requests at the moment. ${nothingChanged}`,
    usualCause: "An outage or maintenance on that side.",
    nextStep: `${lookForOutage} and try again in ${wait(failure, "a few minutes")}.`,
  }),
  network_down: ({ server }) => ({
    title: "The network is down",
    whatHappened: `${server} could not be reached from the machine that runs Latchkey. ${nothingChanged}`,
    usualCause: "That machine has no way to the internet, or a firewall blocks it.",
    nextStep: "Check the machine's network and that it may connect out on port 443, then try again.",
  }),
  name_not_resolved: ({ server }) => ({
    title: "The host name was not found",
    whatHappened: `${server} was not reached, because its host name could not be looked up. ${nothingChanged}`,
    usualCause:
      "The DNS server of the machine that runs Latchkey does not answer, or does not resolve outside names.",
    nextStep: "Check the DNS settings of that machine, then try again.",
  }),
  connection_refused: ({ server }) => ({
    title: "The connection was refused",
    whatHappened: `${server} was not reached: nothing accepted the connection. ${nothingChanged}`,
    usualCause: "A firewall turns the connection away. For the sandbox, the server is not running.",
    nextStep: "Check that the machine may connect out on port 443, or start the sandbox, then try again.",
  }),
  connection_reset: ({ server }) => ({
    title: "The connection was cut",
    whatHappened: `${server} was reached, and the connection broke before the whole answer came. ${nothingChanged}`,
    usualCause: "A passing network fault, or a firewall that cuts connections it does not like.",
    nextStep: "Try again. If it stays, ask whoever runs the network about connections to Adobe.",
  }),
  tls_failed: ({ server }) => ({
    title: "The connection is not secure",
    whatHappened: `${server} could not prove who it is, so neither a secret nor a token was sent.`,
    usualCause: "A company proxy replaces certificates with its own, or the clock of this machine is wrong.",
    nextStep:
      "Check the machine's clock. Where a proxy is meant to be there, give its certificate to Node with NODE_EXTRA_CA_CERTS and restart Latchkey.",
  }),
  timed_out: ({ server }) => ({
    title: "No answer in time",
    whatHappened: `${server} did not answer completely within the time allowed. ${nothingChanged}`,
    usualCause: "A slow network, a firewall that drops connections silently, or a busy server.",
    nextStep: "Try again. If it stays, check the way of the machine that runs Latchkey to the internet.",
  }),
  redirected: ({ server }) => ({
    title: "The request was sent elsewhere",
    whatHappened: `${server} answered with a redirect. It was not followed, so neither a secret nor a token went to another server.`,
    usualCause: "A sign-in page of the network, or a proxy, stands between Latchkey and Adobe.",
    nextStep: "Ask whoever runs the network to let requests to Adobe through unchanged, then try again.",
  }),
  not_json: ({ lookForOutage, failure }) => ({
    title: "The answer is a page, not data",
    whatHappened: `An answer came${failure.status === undefined ? "" : ` with status ${failure.status}`}, and it is a page or a text that no service of Adobe sends to programs. It was not used.`,
    usualCause: "A proxy or firewall answered with a page of its own, or Adobe shows a maintenance page.",
    nextStep: `${lookForOutage}. If all is well there, ask whoever runs the network about a filtering proxy.`,
  }),
  answer_too_large: ({ server }) => ({
    title: "The answer is too large",
    whatHappened: `${server} sent far more than an answer to this request holds. Reading was stopped and nothing was used.`,
    usualCause: "Something between Latchkey and Adobe answered in its place.",
    nextStep: "Ask whoever runs the network about a proxy on the way to Adobe, then try again.",
  }),
  answer_compressed: ({ server }) => ({
    title: "The answer is compressed",
    whatHappened: `${server} sent a compressed answer although none was asked for. It was not unpacked, because such an answer can hide any amount of data.`,
    usualCause: "A proxy on the way compresses what passes through it.",
    nextStep: "Ask whoever runs the network to let answers from Adobe through unchanged, then try again.",
  }),
  answer_malformed: ({ server }) => ({
    title: "The answer makes no sense",
    whatHappened: `${server} answered with something that does not fit the request. It was not used.`,
    usualCause: "Something between Latchkey and Adobe changed the answer, or Adobe changed its service.",
    nextStep: "Try again. If it stays, ask Adobe's support and give them the debug ID.",
  }),
  circuit_open: ({ server, failure }) => ({
    title: "Pausing after repeated failures",
    whatHappened: `${server} failed several times in a row, for any credential, so nothing was sent this time.`,
    usualCause: "An outage at Adobe or a fault in the network.",
    nextStep: `Try again in ${wait(failure, "half a minute")}; the first request then tries the connection again.`,
  }),
  sandbox_not_running: () => ({
    title: "There is no sandbox",
    whatHappened: "This Latchkey has no sandbox server, so nothing was sent.",
    usualCause:
      "The sandbox is started in evaluation mode only, and this Latchkey runs on a database of yours.",
    nextStep:
      "Register the credential for Production. To use a sandbox, ask whoever runs Latchkey to set SANDBOX_URL and ALLOW_SANDBOX.",
  }),
  cancelled: () => ({
    title: "The request was cancelled",
    whatHappened:
      "The request was stopped before its answer came. Whatever Adobe may still have sent was dropped.",
    usualCause: "Somebody cancelled it, or Latchkey was shutting down.",
    nextStep: "Try again when you are ready.",
  }),
};

function wait(failure: FailureFacts["failure"], otherwise: string): string {
  return failure.retryAfterSeconds === undefined ? otherwise : describeWait(failure.retryAfterSeconds);
}

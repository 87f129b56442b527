import type { FailureRows } from "./failure-row";
import { sayWait } from "./say-wait";

const nothingWrong = "Nothing about the credential is known to be wrong.";
const askNetwork = "Ask whoever runs the network to let requests to Adobe through unchanged, then try again.";

/** The server was not reached, was not well, or answered with something that is no answer to the question. */
export const connectionFailures = {
  adobe_internal_error: {
    title: ({ server }) => `${server} reports an internal error`,
    whatHappened: ({ server }) => `${server} met an error of its own while handling the request.`,
    causes: [
      { text: "A fault on that side, which often passes within minutes.", certainty: "likely" },
      {
        text: "The credential is used in a way it was not made for.",
        certainty: "unlikely",
        when: { neverWorked: "possible" },
      },
    ],
    nextStep: "Try again in a few minutes. If it stays, ask Adobe's support and give them the debug ID.",
  },
  throttled: {
    title: "Too many requests",
    whatHappened: ({ server }) => `${server} asked for fewer requests for this credential. ${nothingWrong}`,
    causes: [
      {
        text: ({ context }) =>
          context.service === undefined
            ? "Another system asks for a new token for every call instead of keeping the one it has."
            : "A system that uses this credential calls the product too often.",
        certainty: "likely",
      },
      {
        text: "Tests and rotations of this credential were asked for in quick succession.",
        certainty: "possible",
      },
    ],
    nextStep: (facts) =>
      `Wait ${sayWait(facts, "a few minutes")} and try again. If it comes back, find the system that asks so often${facts.context.service === undefined ? "; a token usually works for 24 hours" : ""}.`,
  },
  adobe_unavailable: {
    title: ({ server }) => `${server} is not available`,
    whatHappened: ({ server }) =>
      `${server} answered that it cannot serve requests at the moment. ${nothingWrong}`,
    causes: [
      { text: "An outage or maintenance on that side.", certainty: "likely" },
      { text: "A service behind it did not answer in time.", certainty: "possible" },
    ],
    nextStep: (facts) => `${facts.lookForOutage} and try again in ${sayWait(facts, "a few minutes")}.`,
    place: "status",
  },
  network_down: {
    title: "The network is down",
    whatHappened: ({ server }) =>
      `${server} could not be reached from the machine that runs Latchkey. ${nothingWrong}`,
    causes: [
      { text: "That machine has no way to the internet.", certainty: "likely" },
      { text: "A firewall blocks it.", certainty: "possible" },
    ],
    nextStep: "Check the machine's network and that it may connect out on port 443, then try again.",
  },
  name_not_resolved: {
    title: "The host name was not found",
    whatHappened: ({ server }) =>
      `${server} was not reached, because its host name could not be looked up. ${nothingWrong}`,
    causes: [
      { text: "The DNS server of the machine that runs Latchkey does not answer.", certainty: "likely" },
      { text: "It does not resolve names outside the company.", certainty: "possible" },
    ],
    nextStep: "Check the DNS settings of that machine, then try again.",
  },
  connection_refused: {
    title: "The connection was refused",
    whatHappened: ({ server }) =>
      `${server} was not reached: nothing accepted the connection. ${nothingWrong}`,
    causes: [
      { text: "A firewall turns the connection away.", certainty: "likely", when: { inSandbox: "unlikely" } },
      {
        text: "The sandbox server is not running.",
        certainty: "none",
        when: { inSandbox: "likely" },
        nextStep: "Start the sandbox, then try again.",
      },
    ],
    nextStep: "Check that the machine may connect out on port 443, then try again.",
  },
  connection_reset: {
    title: "The connection was cut",
    whatHappened: ({ server }) =>
      `${server} was reached, and the connection broke before the whole answer came. ${nothingWrong}`,
    causes: [
      { text: "A passing network fault.", certainty: "likely" },
      { text: "A firewall that cuts connections it does not like.", certainty: "possible" },
    ],
    nextStep: "Try again. If it stays, ask whoever runs the network about connections to Adobe.",
  },
  tls_failed: {
    title: "The connection is not secure",
    whatHappened: ({ server }) =>
      `${server} could not prove who it is, so neither a secret nor a token was sent.`,
    causes: [
      { text: "A company proxy replaces certificates with its own.", certainty: "likely" },
      { text: "The clock of the machine that runs Latchkey is wrong.", certainty: "possible" },
      { text: "Somebody stands between Latchkey and Adobe who should not.", certainty: "unlikely" },
    ],
    nextStep:
      "Check the machine's clock. Where a proxy is meant to be there, give its certificate to Node with NODE_EXTRA_CA_CERTS and restart Latchkey.",
  },
  timed_out: {
    title: "No answer in time",
    whatHappened: ({ server }) =>
      `${server} did not answer completely within the time allowed. ${nothingWrong}`,
    causes: [
      { text: "A slow network or a busy server.", certainty: "likely" },
      {
        text: "A firewall that drops connections silently.",
        certainty: "possible",
        when: { workedLately: "unlikely" },
      },
    ],
    nextStep: "Try again. If it stays, check the way of the machine that runs Latchkey to the internet.",
  },
  redirected: {
    title: "The request was sent elsewhere",
    whatHappened: ({ server }) =>
      `${server} answered with a redirect. It was not followed, so neither a secret nor a token went to another server.`,
    causes: [
      { text: "A sign-in page of the network stands between Latchkey and Adobe.", certainty: "likely" },
      { text: "A proxy leads requests elsewhere.", certainty: "possible" },
    ],
    nextStep: askNetwork,
  },
  not_json: {
    title: "The answer is a page, not data",
    whatHappened: ({ failure }) =>
      `An answer came${failure.status === undefined ? "" : ` with status ${failure.status}`}, and it is a page or a text that no service of Adobe sends to programs. It was not used.`,
    causes: [
      { text: "A proxy or firewall answered with a page of its own.", certainty: "likely" },
      { text: "Adobe shows a maintenance page.", certainty: "possible" },
    ],
    nextStep: ({ lookForOutage }) =>
      `${lookForOutage}. If all is well there, ask whoever runs the network about a filtering proxy.`,
    place: "status",
  },
  answer_too_large: {
    title: "The answer is too large",
    whatHappened: ({ server }) =>
      `${server} sent far more than an answer to this request holds. Reading was stopped and nothing was used.`,
    causes: [
      { text: "Something between Latchkey and Adobe answered in its place.", certainty: "likely" },
      { text: "Adobe changed its service.", certainty: "unlikely" },
    ],
    nextStep: "Ask whoever runs the network about a proxy on the way to Adobe, then try again.",
  },
  answer_compressed: {
    title: "The answer is compressed",
    whatHappened: ({ server }) =>
      `${server} sent a compressed answer although none was asked for. It was not unpacked, because such an answer can hide any amount of data.`,
    causes: [{ text: "A proxy on the way compresses what passes through it.", certainty: "likely" }],
    nextStep: "Ask whoever runs the network to let answers from Adobe through unchanged, then try again.",
  },
  answer_malformed: {
    title: "The answer makes no sense",
    whatHappened: ({ server }) =>
      `${server} answered with something that does not fit the request. It was not used.`,
    causes: [
      { text: "Something between Latchkey and Adobe changed the answer.", certainty: "likely" },
      { text: "Adobe changed its service.", certainty: "possible" },
    ],
    nextStep: "Try again. If it stays, ask Adobe's support and give them the debug ID.",
  },
} as const satisfies FailureRows;

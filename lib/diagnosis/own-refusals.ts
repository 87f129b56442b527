import type { FailureRows } from "./failure-row";
import { sayWait } from "./say-wait";

/** Latchkey itself did not send the request, or stopped it. */
export const ownRefusals = {
  cooling_down: {
    title: "Waiting as Adobe asked",
    whatHappened: "An earlier request was told to wait, and that time is not over. Nothing was sent.",
    causes: [
      { text: "Another system asks too often with this client ID.", certainty: "likely" },
      { text: "Too many requests were made with it from here.", certainty: "possible" },
    ],
    nextStep: (facts) => `Try again in ${sayWait(facts, "a few minutes")}.`,
  },
  circuit_open: {
    title: "Pausing after repeated failures",
    whatHappened: ({ server }) =>
      `${server} failed several times in a row, for any credential, so nothing was sent this time.`,
    causes: [
      { text: "An outage at Adobe.", certainty: "likely" },
      { text: "A fault in the network of the machine that runs Latchkey.", certainty: "possible" },
    ],
    nextStep: (facts) =>
      `Try again in ${sayWait(facts, "half a minute")}; the first request then tries the connection again.`,
    place: "status",
  },
  console_not_offered: {
    title: "Secrets here are managed by hand only",
    whatHappened: "Adobe offers no Console API for this environment, so nothing was sent.",
    causes: [
      {
        text: "The credential is registered for Stage, which is Adobe's own; tokens are all it can be asked for.",
        certainty: "likely",
      },
    ],
    nextStep:
      "Add and delete secrets in the Developer Console of that environment. If the credential belongs to Production, correct its environment with Edit.",
    place: "edit",
  },
  sandbox_not_running: {
    title: "There is no sandbox",
    whatHappened: "This Latchkey has no sandbox server, so nothing was sent.",
    causes: [
      {
        text: "The sandbox is started in evaluation mode only, and this Latchkey runs on a database of yours.",
        certainty: "likely",
      },
    ],
    nextStep:
      "Register the credential for Production. To use a sandbox, ask whoever runs Latchkey to set SANDBOX_URL and ALLOW_SANDBOX.",
  },
  cancelled: {
    title: "The request was cancelled",
    whatHappened:
      "The request was stopped before its answer came. Whatever Adobe may still have sent was dropped.",
    causes: [
      { text: "Somebody cancelled it.", certainty: "likely" },
      { text: "Latchkey was shutting down.", certainty: "possible" },
    ],
    nextStep: "Try again when you are ready.",
  },
} as const satisfies FailureRows;

import { expect, test } from "vitest";
import type { Failure } from "@/lib/failure";
import { describeFailure } from "./describe-failure";

const adobe = { code: "client_secret_refused", status: 400, tries: 1, durationMs: 9 } as const;

const everyKind: { readonly [Kind in Failure["kind"]]: Extract<Failure, { kind: Kind }> } = {
  invalid_input: { kind: "invalid_input", fields: { name: "Enter a name." } },
  unauthenticated: { kind: "unauthenticated" },
  foreign_origin: { kind: "foreign_origin" },
  other_organization: { kind: "other_organization" },
  forbidden: { kind: "forbidden" },
  step_up_required: { kind: "step_up_required" },
  step_up_refused: { kind: "step_up_refused" },
  sign_in_refused: { kind: "sign_in_refused" },
  not_found: { kind: "not_found" },
  conflict: { kind: "conflict", message: "This client ID is already registered." },
  too_many_requests: { kind: "too_many_requests", retryAfterSeconds: 42 },
  busy: { kind: "busy", retryAfterSeconds: 2 },
  key_unavailable: { kind: "key_unavailable" },
  audit_unavailable: { kind: "audit_unavailable" },
  restore_unacknowledged: { kind: "restore_unacknowledged" },
  answer_unrecorded: { kind: "answer_unrecorded" },
  adobe: { kind: "adobe", adobe, environment: "production" },
  unexpected: { kind: "unexpected", requestId: "made-up-request" },
};

test.each(Object.values(everyKind))("$kind is put into words", (failure) => {
  const { title, whatHappened, nextStep = "None." } = describeFailure(failure);
  expect(title).toMatch(/^[A-Z].{8,60}[^.]$/);
  expect(whatHappened).toMatch(/^[A-Z].{10,300}\.$/);
  expect(nextStep).toMatch(/^[A-Z].*\.$/);
  expect(`${title} ${whatHappened} ${nextStep}`).not.toMatch(/[!]|\bplease\b|\boops\b|undefined/i);
});

test("nothing is said to be marked where no field is", () => {
  const words = describeFailure({ kind: "invalid_input", fields: {}, message: "Nothing was ticked." });
  expect(words).toEqual({ title: "The form could not be accepted", whatHappened: "Nothing was ticked." });
});

test("a wait is named", () => {
  expect(describeFailure(everyKind.too_many_requests).nextStep).toBe("Try again in 42 seconds.");
  expect(describeFailure(everyKind.busy).nextStep).toBe("Try again in 2 seconds.");
});

test("a conflict says what stands in the way", () => {
  expect(describeFailure(everyKind.conflict).whatHappened).toBe("This client ID is already registered.");
});

test("a fault of the program can be found in the log", () => {
  expect(describeFailure(everyKind.unexpected).nextStep).toContain("made-up-request");
});

test("a refusal by Adobe is explained", () => {
  expect(describeFailure(everyKind.adobe)).toMatchObject({
    title: "The client secret was refused",
    causes: [{ text: expect.stringContaining("replaced or deleted"), certainty: "likely" }, {}, {}],
  });
});

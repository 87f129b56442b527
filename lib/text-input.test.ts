import { expect, test } from "vitest";
import { requiredText } from "./text-input";

const organization = requiredText("the organization ID", 10, "Enter the organization ID, which is short.");

test.each([
  ["", "Enter the organization ID, which is short."],
  ["\u200B\u2060", "Enter the organization ID, which is short."],
  ["bell\u0007", "The organization ID holds a control character. Type it again."],
  ["x".repeat(11), "The organization ID is longer than 10 characters. Shorten it."],
])("what cannot be kept is refused in a whole sentence: %j", (typed, sentence) => {
  expect(organization.safeParse(typed).error?.issues[0]?.message).toBe(sentence);
});

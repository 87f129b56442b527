import { expect, test } from "vitest";
import { shorten } from "./shorten";

test("a long id keeps both ends", () => {
  expect(shorten("0d44e0aa11bb22cc33dd44ee55ff9ac1")).toBe("0d44e0…9ac1");
});

test("an id with a kind behind an @ keeps the kind", () => {
  expect(shorten("8F3C1900000000000000000A@AdobeOrg")).toBe("8F3C19…@AdobeOrg");
});

test("an id that would gain nothing stays whole", () => {
  expect(shorten("123456789012")).toBe("123456789012");
  expect(shorten("")).toBe("");
});

import { expect, test } from "vitest";
import { Secret } from "@/lib/secret";
import { isTooLongToHash, refusePassword } from "./password-policy";

const about = ["Acme Tools", "Ana Lima", "ana.lima@acme.example"];
const refusal = (password: string) => refusePassword(new Secret(password), about);

test("fifteen characters are enough and fourteen are not", () => {
  expect(refusal("plum river nine")).toBeNull();
  expect(refusal("plum river six")).toMatch(/at least 15/);
});

test("characters are counted as people count them, not as UTF-16 halves", () => {
  expect(refusal("🌲🚲🌙🎈🍋🧭🎻🪁🦉🏔️🌊🎨🧶🍀")).toBeNull();
  expect(refusal("🌲🚲🌙🎈🍋🧭🎻🪁")).toMatch(/at least 15/);
});

test("128 characters are hashed whole and one more is refused, never cut", () => {
  const long = Array.from({ length: 128 }, (_, place) =>
    String.fromCodePoint(0x61 + ((place * 7) % 25)),
  ).join("");
  expect(isTooLongToHash(new Secret(long))).toBe(false);
  expect(isTooLongToHash(new Secret(`${long}x`))).toBe(true);
  expect(refusal(`${long}x`)).toMatch(/at most 128/);
});

test("a password of few characters and many bytes is measured in characters", () => {
  expect(isTooLongToHash(new Secret("🌲".repeat(128)))).toBe(false);
  expect(isTooLongToHash(new Secret("🌲".repeat(129)))).toBe(true);
  expect(isTooLongToHash(new Secret("x".repeat(5_000_000)))).toBe(true);
});

test("what would be guessed first is refused", () => {
  const guesses = [
    "aaaaaaaaaaaaaaa",
    "abcabcabcabcabc",
    "PasswordPassword",
    "123456789012345",
    "qwertyuiopasdfghjkl",
    "zyxwvutsrqponmlk",
    "1qaz2wsx3edc4rfv",
    "abcdefghij12345678!",
    "ThisIsMyPassword",
    "correcthorsebatterystaple",
  ];
  for (const guess of guesses) expect(refusal(guess), guess).toMatch(/guessed/);
});

test("a password made of the person, the organization or the product is refused", () => {
  for (const guess of [
    "Acme-Tools-2026!!!",
    "latchkey-LATCHKEY-1",
    "ana.lima@acme.example",
    "Adobe Acme 202620262026",
  ]) {
    expect(refusal(guess), guess).toMatch(/little more than/);
  }
  expect(refusal("acme plum river nine")).toBeNull();
  expect(refusal("acme 940175836256")).toBeNull();
});

test("damaged characters are refused and no sentence repeats what was typed", () => {
  expect(refusal(`plum river nine\u0000`)).toMatch(/damaged/);
  expect(refusal(`plum river nine\ud800`)).toMatch(/damaged/);
  expect(refusal("plum river six")).not.toContain("plum");
});

test("spaces, accents and any script are welcome", () => {
  expect(refusal("   été où naïve   ")).toBeNull();
  expect(refusal("шёл медведь по лесу")).toBeNull();
});

import { expect, test } from "vitest";
import { normalizeEmail } from "./normalize-email";

test("one person has one spelling", () => {
  for (const text of ["ana@example.com", " Ana@Example.COM\n", "ＡＮＡ@example.com", "ana＠example.com"]) {
    expect(normalizeEmail(text)).toBe("ana@example.com");
  }
});

test("a look-alike @ cannot smuggle in a second address", () => {
  expect(normalizeEmail("ana@example.com＠attacker.example")).toBeNull();
  expect(normalizeEmail("ana﹫example.com@attacker.example")).toBeNull();
});

test("letters that only look Latin are refused", () => {
  expect(normalizeEmail("аna@example.com")).toBeNull();
  expect(normalizeEmail("ana@exаmple.com")).toBeNull();
});

test("what is no address is refused", () => {
  const texts = [
    "",
    "ana",
    "@example.com",
    "ana@",
    "a b@example.com",
    "ana@-example.com",
    "ana@example..com",
  ];
  for (const text of [
    ...texts,
    "ana\u0000@example.com",
    `${"a".repeat(65)}@example.com`,
    `a@${"b.".repeat(130)}com`,
  ]) {
    expect(normalizeEmail(text)).toBeNull();
  }
});

test("a host without a dot is an address, for installations without a domain", () => {
  expect(normalizeEmail("owner@localhost")).toBe("owner@localhost");
});

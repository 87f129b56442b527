import { expect, test } from "vitest";
import { isOwnOrigin } from "./is-own-origin";

const own = "https://latchkey.example";
const ask = (originHeader: string | null, fetchSite: string | null = null) =>
  isOwnOrigin({ originHeader, fetchSite }, own);

test("only the exact origin is ours", () => {
  expect(ask(own)).toBe(true);
  const others = [
    null,
    "null",
    "",
    "http://latchkey.example",
    "https://latchkey.example:8443",
    "https://latchkey.example/",
    "https://LATCHKEY.example",
    "https://sub.latchkey.example",
    "https://latchkey.example.attacker.example",
  ];
  for (const origin of others) expect(ask(origin), String(origin)).toBe(false);
});

test("a browser that says the page was not ours is believed", () => {
  expect(ask(own, "same-origin")).toBe(true);
  for (const site of ["cross-site", "same-site", "none"]) expect(ask(own, site), site).toBe(false);
});

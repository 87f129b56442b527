import { expect, test } from "vitest";
import { safeNextPath } from "./safe-next-path";

const own = "https://latchkey.example";

test("a path of our own is kept, with its query", () => {
  expect(safeNextPath("/credentials?q=a%20b", own)).toBe("/credentials?q=a%20b");
  expect(safeNextPath("/signed", own)).toBe("/signed");
});

test("nothing leads to another host", () => {
  const tricks = [
    "https://attacker.example/",
    "//attacker.example",
    "/\\attacker.example",
    "\\/attacker.example",
    "/.//attacker.example",
    "/\t/attacker.example",
    "javascript:alert(1)",
    "attacker.example",
    "",
    " /credentials",
    ["/credentials"],
    undefined,
  ];
  for (const trick of tricks) expect(safeNextPath(trick, own), String(trick)).toBe("/");
});

test("the pages one comes from are no place to go to", () => {
  for (const path of ["/sign-in", "/sign-in?next=/", "/step-up?next=%2F", "/setup", "/api/auth/signout"]) {
    expect(safeNextPath(path, own)).toBe("/");
  }
});

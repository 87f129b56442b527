import { format, inspect } from "node:util";
import { expect, test } from "vitest";
import { Secret } from "./secret";

test("a secret refuses to print in every usual way", () => {
  const characters = crypto.randomUUID();
  const secret = new Secret(characters);
  const printed = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ nested: { secret } }, { depth: null, showHidden: true }),
    format("%s %o %O %j", secret, secret, secret, secret),
    Object.keys(secret).join(),
    JSON.stringify({ ...secret }),
  ].join("\n");
  expect(printed).not.toContain(characters);
  expect(printed).toContain("[secret]");
});

test("a secret gives its characters back only when asked by name", () => {
  expect(new Secret("kept as typed ").reveal()).toBe("kept as typed ");
});

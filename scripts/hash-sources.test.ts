import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashSources } from "./hash-sources";

let root = "";
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "latchkey-sources-"));
  write("app/page.tsx", "one");
  write("lib/log.ts", "two");
  write("package-lock.json", "{}");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const remove = (path: string) => rmSync(join(root, path));

test.each<[string, ...(readonly (() => void)[])]>([
  ["a changed source", () => write("app/page.tsx", "another")],
  ["a new source", () => write("lib/deep/new.ts", "")],
  ["a moved source", () => remove("lib/log.ts"), () => write("lib/logs.ts", "two")],
  ["a removed source", () => remove("lib/log.ts")],
  ["other packages", () => write("package-lock.json", "{ }")],
  [
    "a byte that moves to the next file",
    () => write("app/page.tsx", "on"),
    () => write("lib/log.ts", "etwo"),
  ],
])("%s asks for a build", async (_what, ...changes) => {
  const before = await hashSources(root);
  expect(await hashSources(root)).toBe(before);
  for (const change of changes) change();
  expect(await hashSources(root)).not.toBe(before);
});

test.each([
  ["tests", "lib/log.test.ts"],
  ["database tests", "lib/db/client.db.test.ts"],
  ["the generated client", "lib/db/generated/client.ts"],
  ["documents", "docs/format.md"],
  ["scripts", "scripts/start.ts"],
])("%s ask for no build", async (_what, path) => {
  const before = await hashSources(root);
  write(path, "text");
  expect(await hashSources(root)).toBe(before);
});

import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

function runBench(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const script = fileURLToPath(new URL("bench.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", script, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
  return { status, stdout, said: `${stdout}${stderr}` };
}

test("without a name the benches are listed", () => {
  const { status, said } = runBench([]);
  expect(status).toBe(0);
  expect(said).toMatch(/^ {2}tokens {2}\S/m);
  expect(said).toMatch(/^ {2}audit {2,}\S/m);
});

test("an unknown name gets one sentence that names the known ones", () => {
  const { status, said } = runBench(["toString"]);
  expect(status).toBe(1);
  expect(said).toBe("There is no bench of that name: choose one of tokens, audit.\n");
});

test.for(["9999", "10000001", "many"])("a log of %s events is not measured", (events) => {
  const { status, said } = runBench(["audit", "--events", events]);
  expect(status).toBe(1);
  expect(said).toContain("Usage:");
});

test("the bench of tokens measures everything beside a reference and leaves nothing behind", () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  // As root PostgreSQL runs as somebody else, who has to pass through.
  chmodSync(folder, 0o711);
  const { status, stdout, said } = runBench(["tokens", "--quick"], { TMPDIR: folder });
  expect(said).toContain("Quick:");
  expect(status).toBe(0);
  const measured = stdout.matchAll(/^\| ([^|]*?) +\|.* (\S+)× \|/gm);
  const things = new Set([...measured].map(([, what]) => what));
  expect([...things]).toEqual([
    "token test, sandbox answers after 100 ms",
    "token test, sandbox answers at once",
    "getToken(), token cached",
    "50 callers of getToken() at once, requests",
    "50 callers of getToken() at once, until all have it",
    "seals",
    "opens",
  ]);
  expect(readdirSync(folder).filter((name) => name.startsWith("latchkey-"))).toEqual([]);
}, 120_000);

test("the bench of the audit log measures everything once and leaves nothing behind", () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o711);
  const { status, stdout, said } = runBench(["audit", "--quick"], { TMPDIR: folder });
  expect(said).toContain("20,000 events in one organization");
  expect(status).toBe(0);
  const measured = [...stdout.matchAll(/^\| ([^|,:]*)[^|]* \| +[\d.,]+ (?:ms|MB|per s) +\|/gm)];
  expect([...new Set(measured.map(([, what]) => what?.trim()))]).toEqual([
    "append",
    "first page",
    "page 400",
    "free text over names",
    "chart over 90 days",
    "choices of the filters",
    "verify",
    "export NDJSON",
    "export",
  ]);
  expect(readdirSync(folder).filter((name) => name.startsWith("latchkey-"))).toEqual([]);
}, 240_000);

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
});

test("an unknown name gets one sentence that names the known ones", () => {
  const { status, said } = runBench(["toString"]);
  expect(status).toBe(1);
  expect(said).toBe("There is no bench of that name: choose one of tokens.\n");
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
    "events, 32 writers, 1 organization",
    "events, 32 writers, 20 organizations",
  ]);
  expect(readdirSync(folder).filter((name) => name.startsWith("latchkey-"))).toEqual([]);
}, 120_000);

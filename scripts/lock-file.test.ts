import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findHolder, tryLock, waitForLock } from "./lock-file.mjs";

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-lock-"));
  file = join(folder, "locks", "one.json");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function takeOver(): void {
  const attempt = tryLock(file);
  expect(attempt.acquired).toBe(true);
}

test("a held lock names its holder and its note, and a released one can be taken", () => {
  const first = tryLock(file);
  if (!first.acquired) throw new Error("The lock was free.");
  first.lock.setNote("http://localhost:3000");
  expect(tryLock(file)).toEqual({ acquired: false, pid: process.pid, note: "http://localhost:3000" });
  expect(findHolder(file)).toEqual({ pid: process.pid, note: "http://localhost:3000" });
  first.lock.release();
  expect(findHolder(file)).toBeUndefined();
  takeOver();
});

test("the lock of a dead process is taken over", () => {
  const dead = spawnSync(process.execPath, ["-e", ""]);
  tryLock(file);
  writeFileSync(file, JSON.stringify({ holders: [{ pid: dead.pid, started: "1" }], note: "" }));
  takeOver();
  expect(readdirSync(join(folder, "locks"))).toEqual(["one.json"]);
});

test("a process that got the id of a dead holder does not hold the lock", () => {
  tryLock(file);
  writeFileSync(file, JSON.stringify({ holders: [{ pid: process.pid, started: "1" }], note: "" }));
  if (process.platform === "linux") takeOver();
});

test("a lock is held for as long as one of its holders lives", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const dead = spawnSync(process.execPath, ["-e", ""]);
  const first = tryLock(file);
  if (!first.acquired || child.pid === undefined) throw new Error("The lock was free.");
  first.lock.addHolder(child.pid);
  const held = JSON.parse(await import("node:fs").then(({ readFileSync }) => readFileSync(file, "utf8")));
  held.holders[0] = { pid: dead.pid, started: "1" };
  writeFileSync(file, JSON.stringify(held));
  expect(tryLock(file)).toMatchObject({ acquired: false, pid: child.pid });
  child.kill();
  await once(child, "exit");
  takeOver();
});

test("a lock whose writer died before writing its name is taken over, after a while", () => {
  tryLock(file);
  writeFileSync(file, "");
  expect(tryLock(file)).toMatchObject({ acquired: false, pid: 0 });
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(file, longAgo, longAgo);
  takeOver();
});

test("one of many processes that start at once gets the lock of a dead one", async () => {
  tryLock(file);
  writeFileSync(file, JSON.stringify({ holders: [{ pid: 999_999_999, started: "1" }], note: "" }));
  const module = new URL("lock-file.mjs", import.meta.url).href;
  const program = `
    import { tryLock } from ${JSON.stringify(module)};
    process.stdin.once("data", () => {
      process.stdout.write(tryLock(${JSON.stringify(file)}).acquired ? "got" : "no");
      process.stdin.once("data", () => process.exit());
    });
    process.stdout.write("here ");
  `;
  const racers = Array.from({ length: 6 }, () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program]);
    const said = { text: "" };
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      said.text += part;
    });
    return { child, said };
  });
  const untilSaid = (pattern: RegExp) =>
    Promise.all(
      racers.map(async ({ child, said }) => {
        while (!pattern.test(said.text)) await once(child.stdout, "data");
      }),
    );
  await untilSaid(/here /);
  for (const { child } of racers) child.stdin.write("go");
  await untilSaid(/here (got|no)/);
  expect(racers.filter(({ said }) => said.text.includes("got"))).toHaveLength(1);
  for (const { child } of racers) child.stdin.write("end");
  await Promise.all(racers.map(({ child }) => child.exitCode ?? once(child, "exit")));
});

test("a waiting process says once for whom it waits, and stops waiting when asked", async () => {
  const first = tryLock(file);
  if (!first.acquired) throw new Error("The lock was free.");
  const told: number[] = [];
  const controller = new AbortController();
  const waiting = waitForLock(file, (pid) => told.push(pid), controller.signal);
  controller.abort();
  await expect(waiting).rejects.toThrow();
  expect(told).toEqual([process.pid]);
  first.lock.release();
  const second = await waitForLock(file, () => expect.unreachable("Nobody holds it."));
  second.release();
});

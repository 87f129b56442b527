import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { isAlive } from "@/lib/db/embedded/is-alive";
import { readPidFile, stopProcess } from "@/lib/db/embedded/postmaster";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded";

const isRoot = process.getuid?.() === 0;

async function makeHome(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-home-"));
  onTestFinished(async () => {
    const left = await readPidFile(join(folder, "home", "postgres", "data"));
    if (left !== undefined) await stopProcess(left.pid);
    await rm(folder, { recursive: true, force: true });
  });
  await chmod(folder, 0o711);
  return join(folder, "home");
}

async function start(home: string, log: (line: string) => void = () => undefined): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ home, log, isDurable: false });
  onTestFinished(() => server.stop());
  return server;
}

const failureOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "no failure",
    (thrown: unknown) => (thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : "no error"),
  );

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const keepSomething = (server: EmbeddedPostgres) =>
  query(server.ownerUrl, "CREATE TABLE kept AS SELECT 'kept' AS word");
const keptIn = (server: EmbeddedPostgres) => query(server.ownerUrl, "SELECT word FROM kept");

async function pidIn(folder: string): Promise<number> {
  const found = await readPidFile(join(folder, "data"));
  if (found === undefined) throw new Error("No server runs there.");
  return found.pid;
}

/** Resolves when the process is gone; the test's own time limit ends the wait. */
async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
}

/** The app of `embedded-app.fixture.ts` in a process group of its own. */
function spawnApp(home: string): { app: ChildProcess; output: AsyncIterator<string> } {
  const script = join(import.meta.dirname, "embedded-app.fixture.ts");
  const app = spawn(process.execPath, ["--import", "tsx", script, home], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => {
    app.kill("SIGKILL");
  });
  return { app, output: createInterface({ input: app.stdout })[Symbol.asyncIterator]() };
}

/** The same, once its database stands. */
async function startApp(
  home: string,
): Promise<{ app: ChildProcess; folder: string; output: AsyncIterator<string> }> {
  const { app, output } = spawnApp(home);
  const first = await output.next();
  const { folder } = z.object({ folder: z.string() }).parse(JSON.parse(String(first.value)));
  return { app, folder, output };
}

test("the database survives a stop, and nothing is left running", async () => {
  const home = await makeHome();
  const first = await start(home);
  await keepSomething(first);
  const pid = await pidIn(first.folder);
  await Promise.all([first.stop(), first.stop()]);
  await first.exited;
  expect(isAlive(pid)).toBe(false);
  const second = await start(home);
  expect(await keptIn(second)).toEqual([{ word: "kept" }]);
});

test("it is PostgreSQL 18 in UTF-8, on loopback alone, with passwords", async () => {
  const server = await start(await makeHome());
  const settings = await query(
    server.superuserUrl,
    `SELECT name, setting FROM pg_settings
     WHERE name IN ('listen_addresses', 'unix_socket_directories', 'server_encoding', 'TimeZone', 'log_min_error_statement')
     ORDER BY name`,
  );
  expect(settings).toEqual([
    { name: "TimeZone", setting: "UTC" },
    { name: "listen_addresses", setting: "127.0.0.1" },
    { name: "log_min_error_statement", setting: "panic" },
    { name: "server_encoding", setting: "UTF8" },
    { name: "unix_socket_directories", setting: "" },
  ]);
  const hba = await query(
    server.superuserUrl,
    "SELECT DISTINCT auth_method FROM pg_hba_file_rules ORDER BY 1",
  );
  expect(hba).toEqual([{ auth_method: "reject" }, { auth_method: "scram-sha-256" }]);
  const wrong = Object.assign(new URL(server.appUrl), { password: "wrong" }).href;
  expect(await failureOf(query(wrong, "SELECT 1"))).toContain("password authentication failed");
});

test("the app's role reaches no other database", async () => {
  const server = await start(await makeHome());
  const other = Object.assign(new URL(server.appUrl), { pathname: "/postgres" }).href;
  expect(await failureOf(query(other, "SELECT 1"))).toContain("permission denied");
});

test("nobody else can read the passwords or the data", async () => {
  const home = await makeHome();
  const server = await start(home);
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
  expect(await modeOf(home)).toBe(isRoot ? "711" : "700");
  expect(await modeOf(join(home, "postgres.json"))).toBe("600");
  expect(await modeOf(join(server.folder, "data"))).toBe("700");
  expect((await stat(join(server.folder, "data"))).uid === 0).toBe(false);
  expect(await readdir(server.folder)).not.toContain(expect.stringContaining("partial"));
});

test("a server that outlived its killed app is replaced, and the data are there", async () => {
  const home = await makeHome();
  const { app, folder } = await startApp(home);
  const orphan = await pidIn(folder);
  app.kill("SIGKILL");
  await once(app, "exit");
  expect(isAlive(orphan)).toBe(true);
  const server = await start(home);
  expect(isAlive(orphan)).toBe(false);
  expect(await query(server.appUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("a killed server is recovered from", async () => {
  const home = await makeHome();
  const first = await start(home);
  await keepSomething(first);
  await query(first.superuserUrl, "CHECKPOINT");
  process.kill(await pidIn(first.folder), "SIGKILL");
  await first.exited;
  const second = await start(home);
  expect(await keptIn(second)).toEqual([{ word: "kept" }]);
});

test("app and server killed together are recovered from", async () => {
  const home = await makeHome();
  const { app, folder } = await startApp(home);
  const pid = await pidIn(folder);
  process.kill(pid, "SIGKILL");
  app.kill("SIGKILL");
  await once(app, "exit");
  await gone(pid);
  const server = await start(home);
  expect(await query(server.appUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("a second app on the same folder is refused, and does the first no harm", async () => {
  const home = await makeHome();
  const server = await start(home);
  expect(await failureOf(start(home))).toMatch(/^EmbeddedPostgresError: Another Latchkey is already using/);
  expect(await query(server.appUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("of two first starts at once one stands, and the other is refused", async () => {
  const home = await makeHome();
  const apps = [spawnApp(home), spawnApp(home)];
  const lines = await Promise.all(apps.map(async ({ output }) => String((await output.next()).value)));
  expect(lines.filter((line) => line.includes(`"folder":"${home}`))).toHaveLength(1);
  expect(lines.filter((line) => line.includes("Error: Another Latchkey"))).toHaveLength(1);
  const standing = apps[lines.findIndex((line) => line.includes('"folder"'))]?.app;
  standing?.kill("SIGINT");
  if (standing !== undefined) await once(standing, "exit");
});

test("Ctrl-C reaches the app alone, which can still use the database and stop it", async () => {
  const { app, folder, output } = await startApp(await makeHome());
  const pid = await pidIn(folder);
  process.kill(-(app.pid ?? 0), "SIGINT");
  const [code] = await once(app, "exit");
  expect(code).toBe(0);
  expect((await output.next()).value).toContain("still there");
  expect(isAlive(pid)).toBe(false);
});

test("a data folder that was only half made is made anew", async () => {
  const home = await makeHome();
  const half = join(home, "postgres", "data.partial-999999999");
  await mkdir(join(half, "base"), { recursive: true });
  await writeFile(join(half, "PG_VERSION"), "18\n");
  const server = await start(home);
  expect(await query(server.appUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  expect(await readdir(join(home, "postgres"))).not.toContain("data.partial-999999999");
});

test("a postmaster.pid whose process id now belongs to another program is no obstacle", async () => {
  const home = await makeHome();
  const first = await start(home);
  const dataFolder = join(first.folder, "data");
  await first.stop();
  await writeFile(
    join(dataFolder, "postmaster.pid"),
    `${process.pid}\n${dataFolder}\n1\n5432\n\n127.0.0.1\n`,
  );
  const second = await start(home);
  expect(await query(second.appUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("the log holds neither statements nor values", async () => {
  const server = await start(await makeHome());
  const word = `canary-${crypto.randomUUID()}`;
  await query(server.ownerUrl, "CREATE TABLE once_only (word text PRIMARY KEY)");
  await query(server.ownerUrl, `INSERT INTO once_only VALUES ('${word}')`);
  expect(await failureOf(query(server.ownerUrl, `INSERT INTO once_only VALUES ('${word}')`))).toContain(
    "duplicate key",
  );
  const log = await readFile(join(server.folder, "server.log"), "utf8");
  expect(log).toContain("duplicate key");
  expect(log).not.toContain(word);
});

test("data go where PostgreSQL's user can reach them, and stay there", async () => {
  const home = await makeHome();
  await chmod(join(home, ".."), 0o700);
  const lines: string[] = [];
  const first = await start(home, (line) => lines.push(line));
  onTestFinished(() => rm(first.folder, { recursive: true, force: true }));
  await keepSomething(first);
  await first.stop();
  const second = await start(home, (line) => lines.push(line));
  expect(await keptIn(second)).toEqual([{ word: "kept" }]);
  expect(second.folder).toBe(first.folder);
  expect(first.folder.startsWith(isRoot ? "/var/lib/latchkey-" : home)).toBe(true);
  expect(lines.filter((line) => line.includes(first.folder))).toHaveLength(isRoot ? 1 : 0);
  await second.stop();
});

test("what cannot work is said in one sentence", async () => {
  const home = await makeHome();
  await (await start(home)).stop();
  const passwords = join(home, "postgres.json");
  const kept = await readFile(passwords, "utf8");

  await rm(passwords);
  expect(await failureOf(start(home))).toMatch(/^EmbeddedPostgresError: .*postgres\.json.* is missing/);
  await writeFile(passwords, "{");
  expect(await failureOf(start(home))).toMatch(/^EmbeddedPostgresError: .*postgres\.json is damaged/);
  const other = kept.replace(/"superuserPassword": ".*"/, `"superuserPassword": "${"x".repeat(32)}"`);
  await writeFile(passwords, other);
  expect(await failureOf(start(home))).toMatch(
    /^EmbeddedPostgresError: The passwords in postgres\.json do not fit/,
  );
  await writeFile(passwords, kept);
  await writeFile(join(home, "postgres", "data", "PG_VERSION"), "16\n");
  expect(await failureOf(start(home))).toMatch(/^EmbeddedPostgresError: .* belong to PostgreSQL 16/);

  const file = join(home, "file");
  await writeFile(file, "");
  expect(await failureOf(start(file))).toMatch(/^EmbeddedPostgresError: .*LATCHKEY_HOME/);
});

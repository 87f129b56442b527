// Runs before every start and test, on plain Node and before any package exists: checks Node and
// installs the packages that package-lock.json names, one process at a time.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { explainProblem, Refusal } from "./explain-problem.mjs";
import { findHolder, waitForLock } from "./lock-file.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = join(root, "node_modules", ".latchkey-installed");
const locks = join(root, ".locks");

/** Settings of the npm that called us which would change what is installed. */
const confusingSettings = [
  "also",
  "dev",
  "dry_run",
  "global",
  "include",
  "include_workspace_root",
  "json",
  "location",
  "omit",
  "only",
  "optional",
  "package_lock",
  "package_lock_only",
  "prefix",
  "production",
  "save",
  "workspace",
  "workspaces",
].map((name) => `npm_config_${name}`);

try {
  await prepare();
} catch (thrown) {
  const sentence = explainProblem(thrown);
  if (sentence === undefined) throw thrown;
  console.error(sentence);
  process.exitCode = 1;
}

async function prepare() {
  refuseOldNode();
  const expected = describeInstall();
  if (readStamp() === expected) return;

  const lock = await waitForLock(join(locks, "install.json"), (pid) =>
    console.log(`Waiting for the installation that process ${pid} has begun.`),
  );
  try {
    if (readStamp() === expected) return;
    refuseWhileInUse();
    console.log("Installing packages. This takes about a minute and happens once.");
    rmSync(stampFile, { force: true });
    await install(lock);
    writeFileSync(stampFile, expected);
  } finally {
    lock.release();
  }
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Refusal(
    `Latchkey needs Node 20.19 or newer, and this is ${process.versions.node}: install a newer one from nodejs.org.`,
  );
}

function describeInstall() {
  const lockText = readFileSync(join(root, "package-lock.json"));
  const hash = createHash("sha256").update(lockText).digest("hex");
  return `${hash} node${process.versions.modules} ${process.platform}-${process.arch}\n`;
}

function readStamp() {
  try {
    return readFileSync(stampFile, "utf8");
  } catch {
    return "";
  }
}

/** `npm ci` empties node_modules, which a running server still reads. */
function refuseWhileInUse() {
  for (const name of readdirSync(locks)) {
    if (!name.startsWith("in-use-") || !name.endsWith(".json")) continue;
    const holder = findHolder(join(locks, name));
    if (holder === undefined) continue;
    throw new Refusal(
      `Latchkey runs from this folder (process ${holder.pid}) with other packages than package-lock.json names: stop it, then start again.`,
    );
  }
}

/** @param {import("./lock-file.mjs").Lock} lock */
async function install(lock) {
  const npm = findNpm();
  // A group of its own: Ctrl-C reaches npm once, from here, and nothing of it is left behind.
  const child = spawn(
    npm.command,
    [
      ...npm.leading,
      "ci",
      "--include=dev",
      "--include=optional",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      // Without a network npm would try for more than a minute.
      "--fetch-retries=3",
      "--fetch-retry-mintimeout=1000",
      "--fetch-retry-maxtimeout=5000",
    ],
    {
      cwd: root,
      env: { ...cleanEnvironment(), NODE_ENV: "development" },
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    },
  );
  if (child.pid !== undefined) lock.addHolder(child.pid);

  /** @type {NodeJS.Signals | undefined} */
  let stoppedBy;
  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    stoppedBy ??= signal;
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
  };
  process.on("SIGINT", stop).on("SIGTERM", stop).on("SIGHUP", stop);

  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors = (errors + text).slice(-20_000);
  });
  const code = await new Promise((resolve, reject) => {
    child.on("close", resolve).on("error", () => {
      reject(new Refusal("npm was not found: install it (it comes with Node), and start again."));
    });
  });
  process.off("SIGINT", stop).off("SIGTERM", stop).off("SIGHUP", stop);

  if (stoppedBy !== undefined) {
    lock.release();
    console.log("Stopped. The next start installs from the beginning.");
    process.exit(128 + constants.signals[stoppedBy]);
  }
  if (code !== 0) throw new Refusal(explainNpm(errors));
}

/** @returns {{ command: string, leading: string[] }} The npm that called us, else the one on the path. */
function findNpm() {
  const path = process.env.npm_execpath;
  if (path !== undefined && /^npm-cli\.[cm]?js$/.test(basename(path))) {
    return { command: process.execPath, leading: [path] };
  }
  return { command: "npm", leading: [] };
}

function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !confusingSettings.includes(name.toLowerCase())),
  );
}

/** @param {string} errors What npm printed. */
function explainNpm(errors) {
  if (/ENOSPC|EDQUOT|no space left/i.test(errors)) {
    return "The disk is full: free some space and start again.";
  }
  if (/EACCES|EPERM|EROFS/.test(errors)) {
    return "node_modules cannot be written: give this user the right to write to this folder, and start again.";
  }
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network/i.test(
      errors,
    )
  ) {
    return "The npm registry cannot be reached: check the network or npm's proxy and registry settings, and start again.";
  }
  if (/EUSAGE/.test(errors)) {
    return "package.json and package-lock.json do not fit together: take both from the same version of Latchkey.";
  }
  const lines = errors.trim().split("\n").slice(0, 8).join("\n");
  return `${lines}\nThe packages could not be installed: npm's words above say why.`;
}

import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { fromRoot } from "./child";
import { Refusal } from "./explain-problem.mjs";

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Downloads that hang are given up; a browser is about 180 MB. */
const downloadWithinMs = 300_000;
const packagesWithinMs = 600_000;

/**
 * Path of a Chromium that runs here: `CHROMIUM_PATH`, Playwright's own, the system's, else one that is
 * installed now.
 * @throws a Refusal where there is none and none can be had.
 */
export async function findBrowser(say: (line: string) => void): Promise<string> {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen !== undefined && chosen !== "") {
    if (doesRun(chosen)) return chosen;
    throw new Refusal(`CHROMIUM_PATH names ${chosen}, which does not run: name a Chromium, or unset it.`);
  }
  const present = findRunning();
  if (present !== undefined) return present;

  say("Installing a browser for the browser tests. This happens once.");
  await run(
    process.execPath,
    [fromRoot("node_modules/@playwright/test/cli.js"), "install", "chromium"],
    downloadWithinMs,
  );
  const downloaded = findRunning();
  if (downloaded !== undefined) return downloaded;

  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await run("apt-get", ["update", "-qq"], packagesWithinMs);
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], packagesWithinMs);
    const packaged = findRunning();
    if (packaged !== undefined) return packaged;
  }
  throw new Refusal(
    "No browser was found and none could be installed: install Chromium, or set CHROMIUM_PATH to one, and start again.",
  );
}

function findRunning(): string | undefined {
  return [chromium.executablePath(), ...installed].find(doesRun);
}

/** A file alone proves little: a downloaded browser may lack the system's libraries. */
function doesRun(path: string): boolean {
  return (
    existsSync(path) && spawnSync(path, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0
  );
}

async function run(command: string, parts: readonly string[], withinMs: number): Promise<void> {
  const child = spawn(command, parts, {
    stdio: "ignore",
    timeout: withinMs,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  await new Promise<void>((resolve) => {
    child.on("error", () => resolve());
    child.on("exit", () => resolve());
  });
}

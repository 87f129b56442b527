import { defineConfig } from "@playwright/test";
import { findFreePort } from "./lib/db/embedded/find-free-port";
import { findBrowser } from "./scripts/find-browser";

// Workers load this file again and inherit what the first loading chose.
process.env.E2E_PORT ??= String(await findFreePort());
process.env.CHROMIUM_PATH ??= await findBrowser((line) => void process.stdout.write(`${line}\n`));

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/start-product.ts",
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  // For machines that have much else to do: what passes waits for none of it.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  use: {
    baseURL: `http://localhost:${process.env.E2E_PORT}`,
    // Traces, videos and pictures could hold secrets.
    trace: "off",
    video: "off",
    screenshot: "off",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        "--no-sandbox",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});

import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { expect, type Page } from "@playwright/test";
import { verifyExport } from "@/lib/audit/export/verify-export";
import { parsePublicKeys } from "@/lib/audit/public-keys";
import { fromRoot, plainEnvironment } from "@/scripts/child";
import { registerCredential } from "./credentials";
import { findViolations, themes } from "./find-violations";
import { test } from "./fixtures";

test.describe.configure({ timeout: 120_000 });

/** Follows a link to a file; gives its name and what is in it. */
async function download(page: Page, name: string): Promise<{ readonly name: string; readonly text: string }> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name, exact: true }).click(),
  ]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

async function prove(page: Page, text: string) {
  const keys = parsePublicKeys((await download(page, "Public key")).text);
  if (!keys.ok) throw new Error(keys.failure);
  async function* whole() {
    yield Buffer.from(text);
  }
  return verifyExport(whole(), keys.value, (await download(page, "Download receipt")).text);
}

test("an auditor exports the log, and it proves itself elsewhere", async ({ openAs, control }) => {
  const { id } = await registerCredential(await openAs("owner"), control);
  const page = await openAs("auditor");
  await page.goto("/audit");
  const whole = await download(page, "Export NDJSON");
  expect(whole.name).toMatch(/^latchkey-audit-\d{4}-\d\d-\d\d\.ndjson$/);
  expect(await prove(page, whole.text)).toMatchObject({
    kind: "genuine",
    isComplete: true,
    receipt: "held",
  });

  await page.goto(`/audit?credential=${id}&before=100000`);
  const chosen = await download(page, "Export NDJSON");
  expect(await prove(page, chosen.text)).toMatchObject({
    kind: "genuine",
    isComplete: false,
    receipt: "held",
  });
  expect(await prove(page, whole.text)).toMatchObject({ kind: "broken", problem: "older_than_receipt" });
  expect(
    chosen.text
      .split("\n")
      .slice(1, -1)
      .map((line) => JSON.parse(JSON.parse(line).payload).action),
  ).toEqual(["credential.registered", "secret.stored"]);
  const table = await download(page, "Export CSV");
  expect(table.name).toMatch(/\.csv$/);
  expect(table.text.split("\r\n")).toHaveLength(4);

  await page.goto("/audit?action=log.exported");
  await expect(page.getByRole("table", { name: "Events" })).toContainText("filtered by credential");
});

/** What `npm run audit:verify -- --file …` says of files, with its exit code. */
async function verifyFiles(...files: readonly string[]): Promise<{ code: number | null; printed: string }> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", fromRoot("scripts/audit-verify.ts"), "--no-env-file", ...files],
    { cwd: fromRoot("."), env: { ...plainEnvironment(), NODE_ENV: "production" } },
  );
  const [printed, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, printed: `${printed}${errors}` };
}

test("an exported file proves itself by the command alone, filtered or not, and a changed one does not", async ({
  openAs,
  control,
}, testInfo) => {
  const { id } = await registerCredential(await openAs("owner"), control);
  const page = await openAs("auditor");
  const save = (name: string, content: string) => {
    const path = testInfo.outputPath(name);
    writeFileSync(path, content);
    return path;
  };
  await page.goto("/audit");
  const whole = (await download(page, "Export NDJSON")).text;
  const key = ["--key", save("key.json", (await download(page, "Public key")).text)];
  await page.goto(`/audit?credential=${id}&action=credential.registered`);
  const filtered = (await download(page, "Export NDJSON")).text;
  const receipt = ["--receipt", save("receipt.json", (await download(page, "Download receipt")).text)];
  const file = (name: string, content: string) => ["--file", save(name, content)];
  const lines = whole.split("\n");
  const changed = lines.map((line, index) => (index === 3 ? line.replace("succeeded", "requested") : line));
  const shortened = lines.filter((_, index) => index !== 3);
  const stranger = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
  const other = ["--key", save("other.json", JSON.stringify({ ...stranger, kid: "other" }))];
  for (const [flags, code, words] of [
    [[...file("whole.ndjson", whole), ...key], 0, /all from 1 to \d+ are there/],
    [
      [...file("filtered.ndjson", filtered), ...key, ...receipt],
      0,
      /Good: 1 event .*each is genuine; .*filtered/,
    ],
    [[...file("changed.ndjson", changed.join("\n")), ...key], 1, /Tampered: event 3, line 4, edited/],
    [[...file("shortened.ndjson", shortened.join("\n")), ...key], 1, /Tampered: event 3.*missing/],
    [[...file("whole.ndjson", whole), ...other], 2, /Cannot tell/],
  ] as const) {
    const verdict = await verifyFiles(...flags);
    expect(verdict).toEqual({ code, printed: expect.stringMatching(words) });
  }
});

test("the log is verified in the page, which says what it came to", async ({ openAs }) => {
  const page = await openAs("auditor");
  await page.goto("/audit");
  const region = page.getByRole("region", { name: "Proof", exact: true });
  await page.getByRole("button", { name: "Verify log", exact: true }).click();
  await expect(region.getByRole("status")).toContainText("The log is intact", { timeout: 30_000 });
  await expect(region.getByRole("button", { name: "Verify log", exact: true })).toBeVisible();
  for (const theme of themes) expect(await findViolations(page, theme)).toEqual([]);
  await region.getByRole("link", { name: "Its event" }).click();
  await expect(page.getByRole("main")).toContainText('"action": "log.verified"');
});

test("an operator reads the log, and neither exports nor verifies it", async ({ openAs }) => {
  const page = await openAs("operator");
  await page.goto("/audit");
  for (const name of ["Export CSV", "Export NDJSON", "Download receipt", "Public key"]) {
    await expect(page.getByRole("link", { name, exact: true })).toHaveCount(0);
  }
  await expect(page.getByRole("button", { name: "Verify log" })).toHaveCount(0);
  for (const path of ["export?format=csv", "export?format=ndjson", "receipt", "public-key"]) {
    const answer = await page.request.get(`/api/audit/${path}`);
    expect([answer.status(), answer.headers()["cache-control"]]).toEqual([403, "private, no-store"]);
  }
});

test("a file is given to nobody who is not signed in, nor where another site leads", async ({
  openAs,
  openPage,
}) => {
  const stranger = await openPage();
  const own = await openAs("auditor");
  for (const path of ["export?format=ndjson", "receipt", "public-key"]) {
    expect((await stranger.request.get(`/api/audit/${path}`)).status()).toBe(401);
    const headers = { "sec-fetch-site": "cross-site" };
    expect((await own.request.get(`/api/audit/${path}`, { headers })).status()).toBe(403);
    expect((await own.request.head(`/api/audit/${path}`)).status()).toBe(405);
    expect((await own.request.get(`/api/audit/${path}`)).status()).toBe(200);
  }
});

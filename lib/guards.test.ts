import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { attemptPhrases } from "@/lib/audit/words/event-words";

/**
 * A rule that does not fire fails silently, so each is shown code that breaks it, at the place where
 * it would stand. All samples are linted in one run over a copy of the rules.
 */
const importOf = (source: string): string =>
  `import * as used from "${source}";\nexport const value = used;\n`;

const refusedImports = [
  ["components/credentials", "@/lib/db/client"],
  ["components/credentials", "@/lib/adobe/request-token"],
  ["components/credentials", "@/app/(console)/credentials/actions"],
  ["components/rotation", "@/lib/jobs/find-job"],
  ["components/rotation", "@/lib/rotation/queries/find-rotation"],
  ["components/rotation", "@/lib/rotation/add-secret"],
  ["components/credentials", "@/lib/tokens/test-token"],
  ["components/tokens", "@/lib/tokens/validate-held-token"],
  ["components/probes", "@/lib/probes/run-probe"],
  ["components/migration", "@/lib/migration/finish-migration"],
  ["components/ui", "@/lib/credentials/credential-input"],
  ["components/ui", "@/components/credentials/credential-table"],
  ["app/(console)/credentials", "@/lib/db/client"],
  ["app/(console)/credentials", "@/lib/adobe/request-token"],
  ["app/(console)/credentials", "@/lib/tokens/test-token"],
  ["app/(console)/credentials", "@/lib/tokens/invalidate-held-token"],
  ["app/(console)/credentials", "@/lib/probes/read-profiles"],
  ["app/(console)/credentials", "@/lib/migration/test-either"],
  ["app/(console)/credentials", "@/lib/rotation/start-rotation"],
  ["app/(console)/credentials", "@/lib/rotation/find-out"],
  ["app/(console)/credentials", "@/lib/rotation/run-verification"],
  ["app/api/jobs/[jobId]", "@/lib/rotation/verify-secret"],
  ["app/(console)/credentials", "@/sandbox/server"],
  ["lib/credentials", "@/app/(console)/credentials/actions"],
  ["lib/credentials", "@/components/ui/button"],
  ["lib/tokens", "@/sandbox/server"],
  ["lib/imports", "@/lib/adobe/request-token"],
  ["lib/diagnosis", "@/lib/adobe/request-token"],
  ["lib/consumers", "@/lib/adobe/request-token"],
  ["lib/scopes", "@/lib/adobe/request-token"],
  ["lib/profiles", "@/lib/adobe/request-token"],
  ["lib/consumers", "@/lib/adobe/console-secrets"],
  ["lib/organizations", "@/lib/adobe/request-token"],
  ["lib/audit", "@/lib/adobe/request-token"],
  ["lib/jobs", "@/lib/adobe/request-token"],
  ["lib/jobs", "@/lib/rotation/run-verification"],
  ["lib/jobs", "@/lib/consumers/list-consumers"],
  ["lib/auth", "@/lib/credentials/find-credential"],
  ["lib/db", "@/lib/tokens/test-token"],
  ["lib/adobe", "next/headers"],
  ["lib/adobe", "@prisma/client"],
  ["lib/adobe", "@/lib/db/client"],
  ["lib/adobe", "@/lib/jobs/start-job"],
  ["lib/adobe", "@/lib/rotation/policy/rotation-state"],
  ["lib/sealing", "@/lib/db/client"],
  ["lib/sealing", "next/headers"],
  ["lib", "@/lib/credentials/find-credential"],
  ["lib", "@/lib/auth/sessions"],
  ["sandbox", "@/lib/secret"],
] as const;

const allowedImports = [
  ["components/credentials", "@/lib/credentials/credential-input"],
  ["components/credentials", "@/components/ui/button"],
  ["components/ui", "@/components/ui/button"],
  ["components/rotation", "@/lib/rotation/view/rotation-view"],
  ["components/rotation", "@/lib/rotation/view/name-secret"],
  ["app/(console)/credentials", "@/lib/rotation/queries/find-rotation"],
  ["app/(console)/credentials", "@/lib/rotation/queries/list-rotations"],
  ["app/api/jobs/[jobId]", "@/lib/jobs/answer-job-request"],
  ["lib/tokens", "@/lib/adobe/request-token"],
  ["lib/credentials", "@/lib/adobe/request-token"],
  ["lib/rotation", "@/lib/adobe/console-secrets"],
  ["lib/rotation", "@/lib/jobs/start-job"],
  ["lib/consumers", "@/lib/db/client"],
  ["lib/jobs", "@/lib/auth/sessions"],
  ["lib/credentials", "@/lib/db/client"],
  ["sandbox", "@/sandbox/server"],
] as const;

const refusedCode = [
  ["noProcessEnv", "lib/credentials/a.ts", "export const value = process.env.HOME;\n"],
  ["noConsole", "lib/credentials/b.ts", "export const run = () => console.log(1);\n"],
  ["noExplicitAny", "lib/credentials/c.ts", "export const cast = (value: any): string => value;\n"],
  ["noNonNullAssertion", "lib/credentials/d.ts", "export const first = (list: string[]) => list[0]!;\n"],
  [
    "noSkippedTests",
    "lib/credentials/e.test.ts",
    'import { test } from "vitest";\ntest.skip("x", () => {});\n',
  ],
  [
    "noFocusedTests",
    "lib/credentials/f.test.ts",
    'import { test } from "vitest";\ntest.only("x", () => {});\n',
  ],
  ["noImportCycles", "lib/credentials/g.ts", 'import type { H } from "./h";\nexport type G = H[];\n'],
  ["noImportCycles", "lib/credentials/h.ts", 'import type { G } from "./g";\nexport type H = G[];\n'],
  ["noBarrelFile", "lib/credentials/index.ts", 'export * from "./a";\n'],
] as const;

const pathOf = (list: string, folder: string, index: number): string => `${folder}/${list}-${index}.ts`;

const report = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

let folder: string;
let fired: { rule: string; path: string }[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-guards-"));
  copyFileSync("biome.json", join(folder, "biome.json"));
  const write = (path: string, code: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  };
  refusedImports.forEach(([place, source], index) => {
    write(pathOf("refused", place, index), importOf(source));
  });
  allowedImports.forEach(([place, source], index) => {
    write(pathOf("allowed", place, index), importOf(source));
  });
  write("app/(console)/credentials/actions.ts", importOf("@/lib/tokens/test-token"));
  write("app/(console)/credentials/[credentialId]/rotation/actions.ts", importOf("@/lib/rotation/find-out"));
  write("lib/action.ts", importOf("@/lib/auth/sessions"));
  write("lib/tokens/allowed.test.ts", importOf("@/sandbox/server"));
  for (const [, path, code] of refusedCode) write(path, code);
  const biome = join(process.cwd(), "node_modules/@biomejs/biome/bin/biome");
  const { stdout } = spawnSync(
    process.execPath,
    [biome, "lint", "--reporter=json", "--max-diagnostics=none", "--vcs-enabled=false", "."],
    { cwd: folder, encoding: "utf8" },
  );
  fired = report.parse(JSON.parse(stdout)).diagnostics.map(({ category, location }) => ({
    rule: category.split("/").at(-1) ?? "",
    path: location.path.replace(/^\.\//, ""),
  }));
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each(refusedImports.map((sample, index) => [...sample, index] as const))(
  "in %s the linter refuses to import %s",
  (place, _, index) => {
    expect(fired).toContainEqual({ rule: "noRestrictedImports", path: pathOf("refused", place, index) });
  },
);

test("what the rooms may import is let through, and actions may call commands", () => {
  const allowed = allowedImports.map(([place], index) => pathOf("allowed", place, index));
  const places = [
    ...allowed,
    "app/(console)/credentials/actions.ts",
    "app/(console)/credentials/[credentialId]/rotation/actions.ts",
    "lib/action.ts",
    "lib/tokens/allowed.test.ts",
  ];
  expect(fired.filter(({ path }) => places.includes(path))).toEqual([]);
});

test.each(refusedCode)("the rule %s fires in %s", (rule, path) => {
  expect(fired).toContainEqual({ rule, path });
});

/** Sources of the product under a folder, tests and generated code apart. */
function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(
      (path) => /\.tsx?$/.test(path) && !/\.(test|fixture)\.ts$/.test(path) && !path.includes("generated"),
    )
    .map((path) => join(folder, path));
}

test("every exported action goes through the gate", () => {
  const actionFiles = sourcesIn("app").filter((path) => /^"use server";/.test(readFileSync(path, "utf8")));
  expect(actionFiles.length).toBeGreaterThan(0);
  for (const path of actionFiles) {
    const code = readFileSync(path, "utf8");
    for (const [, exported] of code.matchAll(/^export (.*)$/gm)) {
      // Signing out wraps its gated act, because the cookie goes even when the gate refuses.
      expect(`${path}: ${exported}`).toMatch(
        /: (const \w+Action = (gate|publicGate|viewerGate)|async function signOutAction)\(/,
      );
    }
  }
});

test("every act that can be refused has words of its own in the log", () => {
  const names = sourcesIn("app").flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/\bname: "([a-z]+\.[a-z_]+)"/g)].map(([, name]) => name),
  );
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => name !== undefined && !attemptPhrases.has(name))).toEqual([]);
});

test("a file of another folder is imported by its name", () => {
  const folders = ["app", "components", "lib", "prisma", "sandbox", "scripts", "e2e"];
  const relatives = folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
    )
    .filter((path) => /\.tsx?$/.test(path) && !path.includes("generated"))
    .filter((path) => /(from |import\()"(\.\.\/|\.\/[^"]*\/)/.test(readFileSync(path, "utf8")));
  expect(relatives).toEqual([]);
});

test("nothing but an action file names a command that calls Adobe", () => {
  const queries = "policy/|queries/|view/";
  const commands = [
    "tokens/(test-token|test-scopes|validate-held-token|invalidate-held-token)",
    "probes/(run-probe|read-profiles)",
    "migration/(test-either|finish-migration)",
    `rotation/(?!${queries})[^"]*`,
  ];
  const command = new RegExp(`from "@/lib/(${commands.join("|")})"`);
  const callers = [...sourcesIn("app"), ...sourcesIn("components"), ...sourcesIn("lib")].filter(
    // Both are made of acts that their own commands put in order.
    (path) => !/^lib\/(rotation|migration)\//.test(path) && command.test(readFileSync(path, "utf8")),
  );
  expect(callers.filter((path) => !path.endsWith("actions.ts"))).toEqual([]);
});

test("no source passes on the message of a foreign error", () => {
  // Comparing a message tells errors apart that have no code; two files must.
  const readers = ["lib/db/database-error.ts", "components/frame/page-failed.tsx"];
  const talkers = [...sourcesIn("app"), ...sourcesIn("components"), ...sourcesIn("lib")].filter((path) =>
    /\b(error|thrown|cause|err|e)\.message\b/.test(readFileSync(path, "utf8")),
  );
  expect(talkers.filter((path) => !readers.includes(path))).toEqual([]);
});

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Everything that `next build` reads. What does not exist is no part of the hash. */
const builtFrom = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/schema.prisma",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "next.config.ts",
  "package-lock.json",
  "package.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];

/** Made from the schema and the packages, which are counted themselves. */
const generated = "lib/db/generated";

/** SHA-256, hex, over the names and contents of the sources below `root`, tests left out. */
export async function hashSources(root: string): Promise<string> {
  const hash = createHash("sha256");
  for (const entry of builtFrom) {
    for (const file of await listFiles(root, entry)) {
      const content = await readFile(join(root, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex");
}

async function listFiles(root: string, path: string): Promise<readonly string[]> {
  if (path === generated) return [];
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch((thrown: unknown) => {
    const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
    if (code === "ENOTDIR") return "file" as const;
    if (code === "ENOENT") return "absent" as const;
    throw thrown;
  });
  if (entries === "absent") return [];
  if (entries === "file") return [path];
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = `${path}/${entry.name}`;
    if (entry.isDirectory()) files.push(...(await listFiles(root, inner)));
    else if (!/\.test\.tsx?$/.test(entry.name)) files.push(inner);
  }
  return files;
}

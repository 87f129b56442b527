/**
 * Prisma's schema engine as WebAssembly, which comes from npm alone. Everything here is Prisma's
 * internals, pinned to one version: it stays in this file.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import type pg from "pg";

const migrationsFolder = join(import.meta.dirname, "migrations");

/** One folder of `prisma/migrations`. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

let loaded: Promise<void> | undefined;

/** One engine per process, since its module keeps it in a global. */
function loadEngine(): Promise<void> {
  loaded ??= instantiateEngine();
  return loaded;
}

async function instantiateEngine(): Promise<void> {
  const modulePath = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = readFileSync(modulePath.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": engineImports() });
  engineModule.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
}

/**
 * Applies what is not applied yet, over the one connection of this pool.
 *
 * @returns how many migrations were applied
 * @throws what PostgreSQL said when it refused a script, else the engine's own error
 */
export async function runEngine(pool: pg.Pool, migrations: readonly Migration[]): Promise<number> {
  await loadEngine();
  let refusal: unknown;
  const factory = wholeScripts(pool, (thrown) => {
    refusal = thrown;
  });
  const schema = readFileSync(join(import.meta.dirname, "schema.prisma"), "utf8");
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    const answer = await engine.applyMigrations({
      migrationsList: {
        baseDir: migrationsFolder,
        lockfile: {
          path: "migration_lock.toml",
          content: readFileSync(join(migrationsFolder, "migration_lock.toml"), "utf8"),
        },
        shadowDbInitScript: "",
        migrationDirectories: migrations.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
        })),
      },
      filters: { externalTables: [], externalEnums: [] },
    });
    return answer.appliedMigrationNames.length;
  } catch (thrown) {
    throw refusal ?? thrown;
  } finally {
    engine.free();
  }
}

/** What the engine imports. Its ten-second lock timer is not cleared, so it may not hold the process. */
function engineImports(): WebAssembly.ModuleImports {
  const imports: WebAssembly.ModuleImports = {};
  for (const [name, value] of Object.entries(engineModule)) {
    if (typeof value !== "function") continue;
    imports[name] = name.startsWith("__wbg_setTimeout_")
      ? (callback: () => void, delayMs: number) => setTimeout(callback, delayMs).unref()
      : value;
  }
  return imports;
}

/**
 * The pg adapter, but with each script sent whole. The stock one cuts it at every semicolon, which
 * breaks function bodies and loses the transaction that PostgreSQL puts around one message.
 */
function wholeScripts(
  pool: pg.Pool,
  onRefusal: (thrown: unknown) => void,
): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool);
  const recordIt = `UPDATE "_prisma_migrations" SET "finished_at" = now() WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL`;
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => {
      const adapter = await factory.connect();
      adapter.executeScript = async (script) => {
        try {
          await pool.query(`${script}\n;\n${recordIt}`);
        } catch (thrown) {
          onRefusal(thrown);
          throw thrown;
        }
      };
      return adapter;
    },
    connectToShadowDb: () => Promise.reject(new Error("No migration may want a shadow database.")),
  };
}

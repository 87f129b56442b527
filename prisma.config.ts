import { defineConfig } from "prisma/config";

// `prisma generate` needs no schema engine, yet looks for one and tries to download it. Any existing
// executable satisfies the look; migrations run through prisma/migrate.ts, never through the CLI.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: "prisma/schema.prisma", migrations: { path: "prisma/migrations" } });

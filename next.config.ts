import type { NextConfig } from "next";
import { commonHeaders } from "./lib/security-headers";

const config: NextConfig = {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  skipTrailingSlashRedirect: true,
  images: { unoptimized: true },
  serverExternalPackages: ["@node-rs/argon2", "@prisma/adapter-pg", "@prisma/client", "pg", "undici"],
  turbopack: { root: import.meta.dirname },
  experimental: {
    // Above what an import takes, so that its own limit can answer in words: a body over this one
    // ends as a bare error. Next cuts bodies off silently at 10 MB.
    serverActions: { bodySizeLimit: "6mb" },
  },
  headers: async () => [
    { source: "/:path*", headers: [...commonHeaders] },
    {
      source: "/((?!_next/static/).*)",
      headers: [{ key: "Cache-Control", value: "private, no-store" }],
    },
  ],
};

export default config;

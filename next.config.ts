import type { NextConfig } from "next";
import { bodyLimitBytes } from "./lib/body-limit";
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
    serverActions: { bodySizeLimit: bodyLimitBytes },
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

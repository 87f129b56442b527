import { z } from "zod";
import { Secret } from "./secret";

const origin = z.url().refine((value) => {
  const url = new URL(value);
  return (url.protocol === "http:" || url.protocol === "https:") && url.origin === value;
}, "must be an origin such as https://latchkey.example, without a path");

const envSchema = z.object({
  NODE_ENV: z.string().optional(),
  DATABASE_URL: z.string().min(1),
  APP_ORIGIN: origin,
  NEXTAUTH_SECRET: z
    .string()
    .refine((value) => Buffer.byteLength(value) >= 32, "must be at least 32 bytes long"),
  KEYRING_FILE: z.string().min(1),
  AUDIT_KEY_FILE: z.string().min(1),
  TRUSTED_PROXIES: z.string().default(""),
  SETUP_TOKEN_FILE: z.string().optional(),
  SANDBOX_URL: origin.optional(),
  SANDBOX_READY_FILE: z.string().optional(),
  RECEIPTS_FILE: z.string().optional(),
  LEASE_SECONDS: z.coerce.number().int().min(1).max(600).default(60),
});

/**
 * The environment, checked once; nothing else of the app reads it. `npm start` generates whatever a
 * person did not set.
 */
export interface Env {
  /** Connection string of the app's role. Holds a password. */
  readonly databaseUrl: Secret;
  /** Exact origin of every page and every accepted POST. */
  readonly appOrigin: string;
  readonly isHttps: boolean;
  readonly isDevelopment: boolean;
  readonly nextAuthSecret: Secret;
  readonly keyRingFile: string;
  readonly auditKeyFile: string;
  /** Addresses or CIDR ranges whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** File with the hash of the one-time setup token; absent where nobody printed one. */
  readonly setupTokenFile: string | undefined;
  /** The server that plays Adobe for environment `sandbox`; absent where there is none. */
  readonly sandboxUrl: string | undefined;
  /** File with the values of the sandbox credential offered to newcomers. */
  readonly sandboxReadyFile: string | undefined;
  /** File for receipts of the audit log, named `receipts-….ndjson`; absent where none are kept. */
  readonly receiptsFile: string | undefined;
  /** How long work that stopped giving signs of life keeps others away from what it works on. */
  readonly leaseMs: number;
}

let cached: Env | undefined;

/** @throws an Error that names each bad variable, never its value. */
export function getEnv(): Env {
  cached ??= readEnv(process.env);
  return cached;
}

/** Parses an environment. Empty values count as unset. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = envSchema.safeParse(present);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new Error(`The environment is not usable: ${problems.join("; ")}.`);
  }
  const values = parsed.data;
  return {
    databaseUrl: new Secret(values.DATABASE_URL),
    appOrigin: values.APP_ORIGIN,
    isHttps: values.APP_ORIGIN.startsWith("https:"),
    isDevelopment: values.NODE_ENV === "development",
    nextAuthSecret: new Secret(values.NEXTAUTH_SECRET),
    keyRingFile: values.KEYRING_FILE,
    auditKeyFile: values.AUDIT_KEY_FILE,
    trustedProxies: values.TRUSTED_PROXIES.split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
    setupTokenFile: values.SETUP_TOKEN_FILE,
    sandboxUrl: values.SANDBOX_URL,
    sandboxReadyFile: values.SANDBOX_READY_FILE,
    receiptsFile: values.RECEIPTS_FILE,
    leaseMs: values.LEASE_SECONDS * 1000,
  };
}

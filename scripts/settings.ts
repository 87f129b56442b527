import { resolve } from "node:path";
import { Secret } from "@/lib/secret";
import { Refusal } from "./explain-problem.mjs";

/** What a person decided about one start, read from the environment and checked. */
export interface Settings {
  /** Folder of everything that is generated. Absolute. */
  readonly home: string;
  readonly port: number;
  /** Host name or address that the server listens on. */
  readonly listenHost: string;
  readonly appOrigin: string;
  readonly database:
    | { readonly kind: "embedded" }
    | { readonly kind: "given"; readonly appUrl: Secret; readonly ownerUrl: Secret | undefined };
  readonly sandbox:
    | { readonly kind: "own" }
    | { readonly kind: "given"; readonly url: string }
    | { readonly kind: "none" };
  readonly nextAuthSecret: Secret | undefined;
  readonly actionsKey: Secret | undefined;
  readonly keyRingFile: string | undefined;
  readonly auditKeyFile: string | undefined;
  readonly trustedProxies: string;
  /** How long work that crashed keeps others away. */
  readonly leaseSeconds: number;
  readonly sandboxControlKey: Secret | undefined;
}

/** Every variable that Latchkey reads. Children get those they need, one by one, and no other. */
export const settingNames = [
  "LATCHKEY_HOME",
  "DATABASE_URL",
  "DATABASE_OWNER_URL",
  "APP_ORIGIN",
  "PORT",
  "NEXTAUTH_SECRET",
  "NEXTAUTH_URL",
  "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY",
  "KEYRING_FILE",
  "AUDIT_KEY_FILE",
  "TRUSTED_PROXIES",
  "SANDBOX_URL",
  "ALLOW_SANDBOX",
  "SANDBOX_CONTROL_KEY",
  "SANDBOX_READY_FILE",
  "SETUP_TOKEN_FILE",
  "RECEIPTS_FILE",
  "LEASE_SECONDS",
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Empty values count as unset; relative paths start at `root`.
 * @throws a Refusal that names the variable and never its value when that may be a secret.
 */
export function readSettings(environment: Environment, root: string): Settings {
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    throw new Refusal(
      "NODE_TLS_REJECT_UNAUTHORIZED=0 switches off the check of every certificate: unset it, and name a private authority with NODE_EXTRA_CA_CERTS.",
    );
  }
  const read = (name: (typeof settingNames)[number]) => {
    const value = environment[name]?.trim();
    return value === "" ? undefined : value;
  };
  const readSecret = (name: (typeof settingNames)[number]) => {
    const value = read(name);
    return value === undefined ? undefined : new Secret(value);
  };
  const readPath = (name: (typeof settingNames)[number]) => {
    const value = read(name);
    return value === undefined ? undefined : resolve(root, value);
  };

  const givenOrigin = read("APP_ORIGIN");
  const port = readPort(read("PORT"), givenOrigin);
  const appOrigin =
    givenOrigin === undefined ? `http://localhost:${port}` : readOrigin("APP_ORIGIN", givenOrigin);
  const database = readDatabase(readSecret("DATABASE_URL"), readSecret("DATABASE_OWNER_URL"));
  return {
    home: resolve(root, read("LATCHKEY_HOME") ?? ".latchkey"),
    port,
    listenHost: chooseListenHost(appOrigin),
    appOrigin,
    database,
    sandbox: readSandbox(read("SANDBOX_URL"), read("ALLOW_SANDBOX"), database.kind),
    nextAuthSecret: readSessionSecret(readSecret("NEXTAUTH_SECRET")),
    actionsKey: readActionsKey(readSecret("NEXT_SERVER_ACTIONS_ENCRYPTION_KEY")),
    keyRingFile: readPath("KEYRING_FILE"),
    auditKeyFile: readPath("AUDIT_KEY_FILE"),
    trustedProxies: read("TRUSTED_PROXIES") ?? "",
    leaseSeconds: readLease(read("LEASE_SECONDS")),
    sandboxControlKey: readSecret("SANDBOX_CONTROL_KEY"),
  };
}

function readLease(seconds: string | undefined): number {
  if (seconds === undefined) return 60;
  if (/^\d{1,3}$/.test(seconds) && Number(seconds) >= 1 && Number(seconds) <= 600) return Number(seconds);
  throw new Refusal("LEASE_SECONDS must be a number from 1 to 600.");
}

/** Without PORT, an address on this machine says by itself where people will look. */
function readPort(port: string | undefined, origin: string | undefined): number {
  if (port === undefined) {
    if (origin === undefined) return 3000;
    const url = new URL(readOrigin("APP_ORIGIN", origin));
    return url.protocol === "http:" && isLoopback(url.hostname) && url.port !== "" ? Number(url.port) : 3000;
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw new Refusal("PORT must be a number from 1 to 65535.");
  }
  return Number(port);
}

function readOrigin(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.origin === value) return value;
  throw new Refusal(
    `${name} must be an origin such as https://latchkey.example: lower case, without a path, a default port or a slash at the end.`,
  );
}

/** Where only this machine can use the address, nobody else needs to reach the port. */
function chooseListenHost(appOrigin: string): string {
  const { hostname } = new URL(appOrigin);
  if (hostname === "[::1]") return "::1";
  return isLoopback(hostname) ? "localhost" : "0.0.0.0";
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

function readDatabase(appUrl: Secret | undefined, ownerUrl: Secret | undefined): Settings["database"] {
  for (const [name, url] of [
    ["DATABASE_URL", appUrl],
    ["DATABASE_OWNER_URL", ownerUrl],
  ] as const) {
    if (url === undefined) continue;
    if (!/^postgres(ql)?:\/\/./.test(url.reveal())) {
      throw new Refusal(`${name} must be an address that begins with postgresql://.`);
    }
    // A socket's folder stands in the query; then there is no host, which PostgreSQL alone understands.
    if (!URL.canParse(url.reveal().replace("@/", "@socket/"))) {
      throw new Refusal(
        `${name} is no whole address such as postgresql://name:password@host:5432/database: check its port, and write special characters in the password as %….`,
      );
    }
  }
  if (appUrl !== undefined) return { kind: "given", appUrl, ownerUrl };
  if (ownerUrl === undefined) return { kind: "embedded" };
  throw new Refusal("DATABASE_OWNER_URL is set and DATABASE_URL is not: set DATABASE_URL too, or neither.");
}

function readSandbox(
  url: string | undefined,
  allowed: string | undefined,
  database: Settings["database"]["kind"],
): Settings["sandbox"] {
  const isAllowed = database === "embedded" || allowed === "1";
  if (url === undefined) return { kind: isAllowed ? "own" : "none" };
  if (!isAllowed) {
    throw new Refusal(
      "SANDBOX_URL is set together with DATABASE_URL: set ALLOW_SANDBOX=1 if this database may hold practice credentials, else unset SANDBOX_URL.",
    );
  }
  return { kind: "given", url: readOrigin("SANDBOX_URL", url) };
}

function readSessionSecret(secret: Secret | undefined): Secret | undefined {
  if (secret !== undefined && Buffer.byteLength(secret.reveal()) < 32) {
    throw new Refusal("NEXTAUTH_SECRET must be at least 32 bytes long: unset it and one is made.");
  }
  return secret;
}

function readActionsKey(key: Secret | undefined): Secret | undefined {
  if (key === undefined) return undefined;
  const bytes = Buffer.from(key.reveal(), "base64");
  if (bytes.length === 32 && bytes.toString("base64") === key.reveal()) return key;
  throw new Refusal(
    "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY must be 32 bytes in base64: unset it and one is made.",
  );
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findFreePort } from "@/lib/db/embedded/find-free-port";
import { findBuiltActionsKey } from "@/scripts/build";
import { fromRoot } from "@/scripts/child";
import { findRunningDatabase } from "@/scripts/find-running-database";
import { startNextServer } from "@/scripts/next-server";
import { readSettings } from "@/scripts/settings";
import type { Product } from "./launch-product";

/** How long a killed process keeps others from its rotation. */
const leaseSeconds = "2";

/** One more web server on the database, the keys and the sandbox of a running product. */
export interface WebServer {
  readonly origin: string;
  /** SIGKILL; settles when nothing of it is left. */
  kill(): Promise<void>;
  /** Starts it again, at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startWebServer(product: Product): Promise<WebServer> {
  const settings = readSettings(
    { LATCHKEY_HOME: product.home, PORT: String(await findFreePort()), LEASE_SECONDS: leaseSeconds },
    fromRoot("."),
  );
  const environment = await describeEnvironment(product, settings.appOrigin);
  const start = () =>
    startNextServer({
      settings,
      environment,
      isDev: false,
      print: () => undefined,
      stop: new AbortController().signal,
    });
  let server = await start();
  return {
    origin: settings.appOrigin,
    kill: async () => {
      if (server.pid === undefined) throw new Error("The web server has no process.");
      // Its whole group: nobody is left to finish what it was doing.
      process.kill(-server.pid, "SIGKILL");
      await server.ended;
    },
    restart: async () => {
      server = await start();
    },
    stop: () => server.stop(),
  };
}

/** What the start script hands to the web server, with another address and lease. */
async function describeEnvironment(
  { home, sandboxUrl }: Product,
  origin: string,
): Promise<Readonly<Record<string, string>>> {
  const [database, actionsKey] = await Promise.all([findRunningDatabase(home), findBuiltActionsKey()]);
  if (database === undefined || actionsKey === undefined) throw new Error("The product does not run.");
  const keyFile = (name: string) => join(home, "keys", name);
  return {
    DATABASE_URL: database.appUrl.reveal(),
    APP_ORIGIN: origin,
    NEXTAUTH_URL: origin,
    NEXTAUTH_SECRET: (await readFile(keyFile("nextauth-secret"), "utf8")).trim(),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionsKey.reveal(),
    KEYRING_FILE: keyFile("key-ring.json"),
    AUDIT_KEY_FILE: keyFile("audit-key.json"),
    LEASE_SECONDS: leaseSeconds,
    SANDBOX_URL: sandboxUrl,
  };
}

import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "./explain-problem.mjs";

/**
 * Waits up to `patienceMs` for the port: a server whose start script was killed needs a moment to end.
 * @throws a Refusal when another program listens on it.
 */
export async function refuseTakenPort(
  { port, listenHost }: { readonly port: number; readonly listenHost: string },
  patienceMs: number,
  stop: AbortSignal,
): Promise<void> {
  // Browsers try both addresses of localhost, so neither may belong to somebody else.
  const hosts = listenHost === "localhost" ? ["127.0.0.1", "::1"] : [listenHost];
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const problems = await Promise.all(hosts.map((host) => tryToListen(port, host)));
    if (problems.includes("EACCES")) {
      throw new Refusal(`Port ${port} may not be used by this user: set PORT to a number above 1023.`);
    }
    if (!problems.includes("EADDRINUSE")) return;
    if (Date.now() > giveUpAt) {
      throw new Refusal(`Port ${port} is taken by another program: stop it, or set PORT to another number.`);
    }
    await sleep(250, undefined, { signal: stop });
  }
}

/** The error code of listening, or undefined when it worked. Addresses that this machine lacks are free. */
async function tryToListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", (error) => resolve("code" in error ? String(error.code) : error.name));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

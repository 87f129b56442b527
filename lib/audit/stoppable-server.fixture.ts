import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/db/embedded";
import { readPidFile } from "@/lib/db/embedded/postmaster";
import { applyMigrations } from "@/prisma/migrate";

/** For tests: a PostgreSQL that keeps what it acknowledges, and may go at any moment. */
export interface StoppableServer {
  /** The same before and after a stop. They hold passwords. */
  readonly appUrl: string;
  readonly superuserUrl: string;
  /** As `pg_ctl stop -m immediate` does it: no session is ended in order, and nothing is written any more. */
  readonly stopAtOnce: () => Promise<void>;
  readonly startAgain: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

export async function startStoppableServer(): Promise<StoppableServer> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-stoppable-"));
  await chmod(folder, 0o711);
  const start = () => startEmbeddedPostgres({ home: join(folder, "home"), log: () => undefined });
  let server = await start();
  await applyMigrations(server);
  const door = await openDoor(() => Number(new URL(server.appUrl).port));
  const throughDoor = (url: string) => Object.assign(new URL(url), { port: String(door.port) }).href;
  return {
    appUrl: throughDoor(server.appUrl),
    superuserUrl: throughDoor(server.superuserUrl),
    stopAtOnce: async () => {
      await quitAtOnce(server);
    },
    startAgain: async () => {
      server = await start();
    },
    remove: async () => {
      door.close();
      await server.stop();
      await rm(server.folder, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function quitAtOnce({ folder, exited }: EmbeddedPostgres): Promise<void> {
  const found = await readPidFile(join(folder, "data"));
  if (found === undefined) throw new Error("No server runs there.");
  process.kill(found.pid, "SIGQUIT");
  await exited;
}

/** One port for a server that has another after each start. Behind it nobody listens while it is stopped. */
async function openDoor(
  findPort: () => number,
): Promise<{ readonly port: number; readonly close: () => void }> {
  const door = createServer((client) => {
    const server = connect(findPort(), "127.0.0.1");
    client.pipe(server).pipe(client);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on("error", () => undefined);
      one.on("close", () => other.destroy());
    }
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  const address = door.address();
  return { port: portOf(address), close: () => door.close() };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("It listens on no port.");
  return address.port;
}

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { Secret } from "@/lib/secret";
import { createClient } from "./client";
import { isDatabaseDown } from "./database-error";

const url = z.url().parse(process.env.DATABASE_URL);

/** A way to the database that can be cut off without closing anything, as a frozen host does. */
async function openWay() {
  const sockets: Socket[] = [];
  let isFrozen = false;
  const server = createServer((socket) => {
    const target = new URL(url);
    const onward = connect(Number(target.port), target.hostname);
    sockets.push(socket, onward);
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      from.on("error", () => undefined);
      from.on("data", (bytes) => !isFrozen && to.write(bytes));
      from.on("close", () => to.destroy());
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = z
    .object({ port: z.number() })
    .parse(server.address() satisfies AddressInfo | string | null);
  const way = new URL(url);
  way.port = String(port);
  way.hostname = "127.0.0.1";
  return {
    url: new Secret(way.href),
    freeze: () => {
      isFrozen = true;
    },
    thaw: () => {
      isFrozen = false;
    },
  };
}

test("a database that falls silent fails every request instead of holding it, and works again after", async () => {
  const way = await openWay();
  const db = createClient(way.url, { maxSilenceMs: 1_500 });
  onTestFinished(() => db.$disconnect());
  const ask = () => db.$queryRaw`SELECT 1 AS one`;
  expect(await ask()).toEqual([{ one: 1 }]);

  way.freeze();
  const held = await Promise.allSettled([
    ask(),
    db.$transaction((tx) => tx.$queryRaw`SELECT 2`),
    db.user.findFirst(),
  ]);
  for (const answer of held) {
    expect(answer.status === "rejected" && isDatabaseDown(answer.reason)).toBe(true);
  }

  way.thaw();
  expect(await ask()).toEqual([{ one: 1 }]);
  expect(await db.$transaction((tx) => tx.$queryRaw`SELECT 2 AS two`)).toEqual([{ two: 2 }]);
});

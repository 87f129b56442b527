import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { readChain } from "@/lib/audit/verification/read-chain";
import { createClient } from "@/lib/db/client";
import { newOrganizationId } from "@/lib/ids";
import { findRotation } from "@/lib/rotation/queries/find-rotation";
import { openSandbox, type Stage } from "@/lib/rotation/rotation.fixture";
import { Secret } from "@/lib/secret";
import { acts } from "./broken-act.fixture";
import { aMoment, expectKept, faultRounds, spawnHammer } from "./spawn-hammer.fixture";
import { type StoppableServer, startStoppableServer } from "./stoppable-server.fixture";

let server: StoppableServer;

// Before anything asks for the environment: these tests are on a server of their own.
beforeAll(async () => {
  server = await startStoppableServer();
  process.env.DATABASE_URL = server.appUrl;
  process.env.LEASE_SECONDS = "2";
});

afterAll(() => server.remove());

const sandbox = openSandbox();

async function ask(sql: string): Promise<readonly Record<string, unknown>[]> {
  const superuser = new pg.Client(server.superuserUrl);
  superuser.on("error", () => undefined);
  await superuser.connect();
  try {
    return (await superuser.query(sql)).rows;
  } finally {
    await superuser.end();
  }
}

test(
  "whatever a server acknowledged is there after it was stopped at once and started again",
  async () => {
    for (const name of ["fsync", "full_page_writes", "synchronous_commit"]) {
      expect(await ask(`SELECT current_setting('${name}') AS value`)).toEqual([{ value: "on" }]);
    }
    const chains = [newOrganizationId(), newOrganizationId()];
    for (let round = 0; round < Math.ceil(faultRounds / 4); round += 1) {
      const hammer = spawnHammer(server.appUrl, chains);
      await hammer.reaches(aMoment());
      await server.stopAtOnce();
      await hammer.ended;
      await server.startAgain();
      const db = createClient(new Secret(server.appUrl));
      onTestFinished(() => db.$disconnect());
      for (const chain of chains) await expectKept(chain, readChain(chain, db), [hammer]);
    }
  },
  120_000 + faultRounds * 15_000,
);

/** Makes whoever writes this event wait for longer than this test needs. */
async function slowDown(action: string): Promise<void> {
  await ask(`CREATE FUNCTION slow_down() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(4); RETURN NEW; END $$`);
  await ask(`CREATE TRIGGER slow_down BEFORE INSERT ON "AuditEvent"
    FOR EACH ROW WHEN (NEW."action" = '${action}') EXECUTE FUNCTION slow_down()`);
}

async function countWaiting(): Promise<number> {
  return (await ask(`SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'`)).length;
}

/** What a process that could not say so has left behind ends by itself. */
async function waitUntilNobodyActs({ context, credentialId }: Stage): Promise<void> {
  const look = async () => (await findRotation(context.viewer.organizationId, { credentialId }))?.standing;
  await expect.poll(look, { timeout: 10_000 }).not.toBe("acting");
}

describe.each(acts.map((act) => [act.name, act] as const))("%s, while the server goes", (_name, act) => {
  test("is not begun without its intent, and is done when the server is there again", async () => {
    const stage = await act.prepare(sandbox.stage);
    const calls = await stage.calls();
    await slowDown(act.intent);
    const pressed = act.press(stage, () => server.startAgain());
    await expect.poll(countWaiting, { timeout: 10_000 }).toBe(1);
    await server.stopAtOnce();
    expect(await pressed).toBe(act.toldWhenGone.before);
    expect(await stage.calls()).toEqual(calls);
    await ask(`DROP FUNCTION slow_down() CASCADE`);
    expect(await act.press(stage)).toBeNull();
  });

  test("shows no answer that could not be recorded, and how things stand is found out afterwards", async () => {
    const stage = await act.prepare(sandbox.stage);
    await stage.control.setFaults(stage.clientId, { kind: "holdUntilReleased", call: act.call, count: 1 });
    const pressed = act.press(stage, () => server.startAgain());
    await stage.control.waitForHeld(1, stage.clientId);
    await server.stopAtOnce();
    await stage.control.release(stage.clientId);
    expect(await pressed).toBe(act.toldWhenGone.after);
    await waitUntilNobodyActs(stage);
    await act.reconcile(stage);
  });
});

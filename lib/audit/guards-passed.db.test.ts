import type pg from "pg";
import { describe, expect, test } from "vitest";
import { recordMany } from "@/lib/audit/record-many.fixture";
import { findLogVerification } from "@/lib/audit/verification/find-log-verification";
import { startLogVerification } from "@/lib/audit/verification/verify-log";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { connectAs } from "@/lib/db/test-connection.fixture";

const triggers = ["AuditEvent_only_grows", "AuditEvent_keeps_unsealed", "AuditEvent_counts"];

interface Hand {
  readonly name: string;
  readonly role: "owner" | "superuser";
  /** How it gets past the triggers, and how they are set up again. */
  readonly pass: readonly string[];
  readonly restore: readonly string[];
}

const enableAlways = triggers.map((name) => `ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "${name}"`);

const hands: readonly Hand[] = [
  {
    name: "the owner, who disables the triggers",
    role: "owner",
    pass: [`ALTER TABLE "AuditEvent" DISABLE TRIGGER USER`],
    restore: enableAlways,
  },
  {
    name: "a superuser, who plays a replica once the triggers are no longer for replicas",
    role: "superuser",
    pass: [
      ...triggers.map((name) => `ALTER TABLE "AuditEvent" ENABLE TRIGGER "${name}"`),
      "SET session_replication_role = replica",
    ],
    restore: ["SET session_replication_role = DEFAULT", ...enableAlways],
  },
];

async function makeLog(count: number): Promise<ActContext> {
  const context = await makeActContext("auditor");
  await recordMany(context.viewer.organizationId, count);
  return context;
}

/** What the page then says of the log. */
async function verify(context: ActContext) {
  const works: Promise<void>[] = [];
  await startLogVerification(context, {}, (work) => void works.push(work()));
  await Promise.all(works);
  return (await findLogVerification(context.viewer.organizationId)).answer;
}

async function tamperBy({ role, pass, restore }: Hand, sql: readonly string[], context: ActContext) {
  const client = await connectAs(role);
  for (const statement of pass) await client.query(statement);
  try {
    for (const statement of sql) {
      expect((await client.query(statement, [context.viewer.organizationId])).rowCount).toBeGreaterThan(0);
    }
  } finally {
    for (const statement of restore) await client.query(statement);
  }
}

const here = `"organizationId" = $1`;

describe.each(hands.map((hand) => [hand.name, hand] as const))("%s", (_name, hand) => {
  test.each<[string, readonly string[], number, string]>([
    [
      "changes what an event says",
      [
        `UPDATE "AuditEvent" SET payload = replace(payload, 'Payments', 'Payment5') WHERE ${here} AND seq = 4`,
      ],
      4,
      "what it says is not what was signed",
    ],
    [
      "changes an event together with its hash",
      [
        `UPDATE "AuditEvent" SET payload = replace(payload, 'Ann', 'Bob') WHERE ${here} AND seq = 6`,
        `UPDATE "AuditEvent" SET hash = sha256(convert_to(payload, 'UTF8')) WHERE ${here} AND seq = 6`,
      ],
      6,
      "its signature is not from the audit key",
    ],
    [
      "changes who it was by",
      [`UPDATE "AuditEvent" SET "actorName" = 'Bo Kim' WHERE ${here} AND seq = 2`],
      2,
      "but not its columns actorName",
    ],
    ["takes one out", [`DELETE FROM "AuditEvent" WHERE ${here} AND seq = 5`], 5, "it is not there"],
    [
      "takes one out and closes the gap",
      [
        `DELETE FROM "AuditEvent" WHERE ${here} AND seq = 5`,
        `UPDATE "AuditEvent" SET seq = seq + 1000 WHERE ${here} AND seq > 5`,
        `UPDATE "AuditEvent" SET seq = seq - 1001 WHERE ${here} AND seq > 1000`,
      ],
      5,
      "it stands in another place",
    ],
    [
      "exchanges two",
      [
        `UPDATE "AuditEvent" SET seq = 1000 WHERE ${here} AND seq = 3`,
        `UPDATE "AuditEvent" SET seq = 3 WHERE ${here} AND seq = 7`,
        `UPDATE "AuditEvent" SET seq = 7 WHERE ${here} AND seq = 1000`,
      ],
      3,
      "it stands in another place",
    ],
    ["removes the oldest", [`DELETE FROM "AuditEvent" WHERE ${here} AND seq < 4`], 1, "it is not there"],
  ])("%s, and the event is named with what is wrong", async (_what, sql, seq, clause) => {
    const context = await makeLog(9);
    await tamperBy(hand, sql, context);
    expect(await verify(context)).toMatchObject({
      kind: "tampered",
      finding: { seq, clause: expect.stringContaining(clause) },
    });
  });
});

/** Adds event 3 once more under another number and, at will, with other values. */
async function addCopy(
  client: pg.Client,
  { viewer }: ActContext,
  seq: number,
  changed: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { rows: columns } = await client.query(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'AuditEvent'`,
  );
  const names: string[] = columns.map(({ name }) => name);
  const values: Readonly<Record<string, string>> = { seq: `${seq}`, id: "gen_random_uuid()", ...changed };
  await client.query(
    `INSERT INTO "AuditEvent" (${names.map((name) => `"${name}"`).join(", ")})
      SELECT ${names.map((name) => values[name] ?? `"${name}"`).join(", ")}
      FROM "AuditEvent" WHERE ${here} AND seq = 3`,
    [viewer.organizationId],
  );
}

const otherPayload = `replace(payload, 'Payments', 'Payment5')`;

test.each<[string, number, Readonly<Record<string, string>>, number, string]>([
  ["an old event", 10, {}, 10, "it was signed, but has no place here"],
  ["an old event after a gap", 12, {}, 10, "it is not there"],
  ["an event of its own", 10, { payload: otherPayload }, 10, "what it says is not what was signed"],
  [
    "an event of its own with the right hash",
    10,
    { payload: otherPayload, hash: `sha256(convert_to(${otherPayload}, 'UTF8'))` },
    10,
    "its signature is not from the audit key",
  ],
])(
  "the app's role, which can only add, adds %s, and it is found",
  async (_what, at, changed, seq, clause) => {
    const context = await makeLog(9);
    await addCopy(await connectAs("app"), context, at, changed);
    expect(await verify(context)).toMatchObject({ kind: "tampered", finding: { seq, clause } });
  },
);

test("a seal that nobody signed lets the owner delete, and the log says what is missing", async () => {
  const context = await makeLog(9);
  const owner = await connectAs("owner");
  const remove = () =>
    owner.query(`DELETE FROM "AuditEvent" WHERE ${here} AND seq < 4`, [context.viewer.organizationId]);
  await expect(remove()).rejects.toMatchObject({ code: "42501" });
  const payload = `jsonb_set(payload::jsonb, '{detail}', '{"firstSeq":1,"lastSeq":3}')::text`;
  await addCopy(owner, context, 10, { action: "'log.sealed'", payload });
  expect((await remove()).rowCount).toBe(3);
  expect(await verify(context)).toMatchObject({
    kind: "tampered",
    finding: { seq: 1, clause: "it is not there" },
  });
});

test("whoever tries without getting past the guards is refused", async () => {
  const context = await makeLog(3);
  for (const role of ["owner", "superuser"] as const) {
    const client = await connectAs(role);
    if (role === "superuser") await client.query("SET session_replication_role = replica");
    for (const sql of [
      `UPDATE "AuditEvent" SET "actorName" = 'Bo Kim' WHERE ${here}`,
      `DELETE FROM "AuditEvent" WHERE ${here}`,
    ]) {
      const refused = client.query(sql, [context.viewer.organizationId]);
      await expect(refused).rejects.toMatchObject({ code: "42501" });
    }
    await expect(client.query(`TRUNCATE "AuditEvent"`)).rejects.toMatchObject({ code: "42501" });
  }
  expect(await verify(context)).toMatchObject({ kind: "intact", lastSeq: 3 });
});

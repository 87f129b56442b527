import { expect, test } from "vitest";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { inTransaction } from "@/lib/db/transaction";
import { newCredentialId, newOrganizationId, type OrganizationId } from "@/lib/ids";
import { makeOrigin } from "./chain.fixture";
import type { EventDraft } from "./event";
import { makeDraftPerAction } from "./event.fixture";
import { recordEvent } from "./record-event";

/** Under which ids that are no credential's something is counted: what is about none, and all of it. */
const nothing = "00000000-0000-0000-0000-000000000000";
const everything = "ffffffff-ffff-ffff-ffff-ffffffffffff";

const days = ["2026-11-20T23:59:59.999Z", "2026-11-21T00:00:00.000Z", "2026-11-22T12:00:00.000Z"];

/** An event of one of five actions, on one of three days, about one of two credentials, by one of two people. */
function makeWriting(credentials: readonly string[]) {
  const all = makeDraftPerAction();
  const drafts: readonly EventDraft[] = [
    all["token.tested"],
    all["secret.stored"],
    all["session.started"],
    all["organization.created"],
    all["session.throttled"],
  ];
  const origins = [makeOrigin("Ann Lee"), makeOrigin("Bo Kim")];
  return (turn: number) => {
    const draft = drafts[turn % drafts.length];
    const origin = origins[turn % 2];
    const now = new Date(days[turn % 3] ?? "");
    if (draft === undefined || origin === undefined) throw new Error("There is one for each turn.");
    const id = credentials[turn % credentials.length] ?? "";
    const target = draft.target?.type === "credential" ? { ...draft.target, id } : draft.target;
    return { draft: { ...draft, target }, origin, clock: { now: () => now } };
  };
}

/** 120 events by eight writers at once; every tenth transaction gives up after its event. */
async function fill(organizationId: OrganizationId): Promise<void> {
  const writing = makeWriting([newCredentialId(), newCredentialId()]);
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let round = 0; round < 15; round += 1) {
      const turn = writer * 15 + round;
      const { draft, origin, clock } = writing(turn);
      const act = inTransaction(async (tx) => {
        await recordEvent(tx, organizationId, origin, draft, clock);
        if (turn % 10 === 9) throw new Error("The command gave up.");
      });
      await (turn % 10 === 9 ? expect(act).rejects.toThrow("gave up") : act);
    }
  });
  await Promise.all(writers);
}

test("what several organizations write at once is counted as if each had written alone", async () => {
  const organizations = Array.from({ length: 5 }, () => newOrganizationId());
  await Promise.all(organizations.map(fill));
  const app = await connectAs("app");
  const ask = async (sql: string) => (await app.query(sql, [organizations])).rows;

  const counted = await ask(
    `SELECT "organizationId", "day"::text, "credentialId", "action", "outcome", "latencyBucket"::int AS bucket,
        "count"::int FROM "AuditDaily" WHERE "organizationId" = ANY ($1::uuid[]) ORDER BY 1, 2, 3, 4, 5, 6`,
  );
  const counts = await ask(
    `SELECT "organizationId", (("occurredAt" AT TIME ZONE 'UTC')::date)::text AS day, about."credentialId",
        "action", "outcome",
        CASE WHEN "action" = 'token.tested'
          THEN ceil(4 * log(2, (payload::jsonb #>> '{detail,durationMs}')::numeric))::int ELSE 0 END AS bucket,
        count(*)::int FROM "AuditEvent", LATERAL (VALUES ('${everything}'::uuid),
          (CASE WHEN "targetType" = 'credential' THEN "targetId" ELSE '${nothing}' END)) AS about ("credentialId")
      WHERE "organizationId" = ANY ($1::uuid[]) GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6`,
  );
  expect(counted).toEqual(counts);
  const all = counted.filter(({ credentialId }) => credentialId === everything);
  expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(5 * 108);
  expect(Math.max(...counted.map(({ count }) => count))).toBeGreaterThan(3);

  expect(
    await ask(
      `SELECT "organizationId", "day"::text, "firstSeq"::int AS first, "lastSeq"::int AS last FROM "AuditDay"
        WHERE "organizationId" = ANY ($1::uuid[]) ORDER BY 1, 2`,
    ),
  ).toEqual(
    await ask(
      `SELECT "organizationId", (("occurredAt" AT TIME ZONE 'UTC')::date)::text AS day,
          min("seq")::int AS first, max("seq")::int AS last FROM "AuditEvent"
        WHERE "organizationId" = ANY ($1::uuid[]) GROUP BY 1, 2 ORDER BY 1, 2`,
    ),
  );

  const named = await ask(
    `SELECT "organizationId", "side", "type", "subjectId", "name" FROM "AuditName"
      WHERE "organizationId" = ANY ($1::uuid[]) ORDER BY 1, 2, 3, 4, 5`,
  );
  expect(named).toEqual(
    await ask(
      `SELECT "organizationId", 'actor' AS side, "actorType" AS type, "actorId" AS "subjectId", "actorName" AS name
          FROM "AuditEvent" WHERE "organizationId" = ANY ($1::uuid[]) AND "actorId" IS NOT NULL
        UNION SELECT "organizationId", 'target', "targetType", "targetId", "targetName"
          FROM "AuditEvent" WHERE "organizationId" = ANY ($1::uuid[]) AND "targetId" IS NOT NULL
        ORDER BY 1, 2, 3, 4, 5`,
    ),
  );
  expect(named.length).toBeGreaterThan(20);
  const unnamed = await ask(
    `SELECT 1 FROM "AuditEvent" AS e WHERE "organizationId" = ANY ($1::uuid[]) AND "targetId" IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM "AuditName" AS n WHERE n."organizationId" = e."organizationId"
        AND side = 'target' AND n."subjectId" = e."targetId" AND n."name" = e."targetName"
        AND e."seq" BETWEEN n."firstSeq" AND n."untilSeq")`,
  );
  expect(unnamed).toEqual([]);
});

test.for([
  `INSERT INTO "AuditDaily" SELECT * FROM "AuditDaily"`,
  `UPDATE "AuditDaily" SET "count" = 0`,
  `DELETE FROM "AuditDaily"`,
  `TRUNCATE "AuditDaily"`,
  `INSERT INTO "AuditDay" SELECT * FROM "AuditDay"`,
  `UPDATE "AuditDay" SET "lastSeq" = 0`,
  `DELETE FROM "AuditDay"`,
  `INSERT INTO "AuditName" SELECT * FROM "AuditName"`,
  `UPDATE "AuditName" SET "name" = 'Bo Kim'`,
  `DELETE FROM "AuditName"`,
  `MERGE INTO "AuditDaily" a USING "AuditDaily" b ON a."day" = b."day" WHEN MATCHED THEN DELETE`,
  `ALTER TABLE "AuditEvent" DISABLE TRIGGER "AuditEvent_counts"`,
  `ALTER FUNCTION "count_audit_event"() SECURITY INVOKER`,
])("the app's role reads the counts and is refused: %s", async (sql) => {
  const app = await connectAs("app");
  await expect(app.query(sql)).rejects.toMatchObject({ code: "42501" });
});

test("what counts runs with the owner's rights in one place, and by no other way than an event", async () => {
  const app = await connectAs("app");
  await expect(app.query(`SELECT "count_audit_event"()`)).rejects.toMatchObject({ code: "0A000" });
  const { rows } = await app.query(
    `SELECT prosecdef AS elevated, proconfig AS settings FROM pg_proc WHERE proname = 'count_audit_event'`,
  );
  expect(rows).toEqual([
    { elevated: true, settings: [expect.stringMatching(/^search_path=\w+, pg_catalog, pg_temp$/)] },
  ]);
});

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { getDb } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { newOrganizationId } from "@/lib/ids";
import { type EventFilters, parseEventFilters } from "./event-filters";
import { selectPage } from "./event-page-query";
import { findNames } from "./find-names";
import { listEvents } from "./list-events";

const organizationId = newOrganizationId();
const eventCount = 20_000;
const limit = 51;

/** Always there, only long ago, only of late, three times, and after that. */
const subjects = ["steady", "early", "late", "rare", "newcomer"] as const;
const credentials = subjects.map(() => randomUUID());
const people = subjects.map(() => randomUUID());

/**
 * A log as they are, and as planners misjudge them: nearly everything is of one kind, and what is looked for
 * happened in one stretch of it or hardly ever.
 */
const fillLog = `
  INSERT INTO "AuditEvent" ("organizationId", "seq", "id", "occurredAt", "action", "outcome", "actorType",
    "actorId", "actorName", "targetType", "targetId", "targetName", "requestId", "kid", "payload", "hash", "signature")
  SELECT $1::uuid, "seq", gen_random_uuid(),
    '2026-11-22T12:00:00Z'::timestamptz - (${eventCount} - "seq") * interval '2 minutes',
    CASE WHEN "isRare" THEN 'log.verified' WHEN "seq" % 2 = 0 THEN 'token.tested' ELSE 'token.test_requested' END,
    CASE WHEN "isRare" THEN 'denied' WHEN "seq" % 2 = 1 THEN 'requested' WHEN "seq" < 4000 AND "seq" % 4 = 0 THEN 'failed' ELSE 'succeeded' END,
    CASE WHEN "isNobody" THEN 'anonymous' WHEN "isSystem" THEN 'system' ELSE 'user' END,
    CASE WHEN NOT "isNobody" AND NOT "isSystem" THEN ($2::uuid[])["who"] END,
    CASE WHEN NOT "isNobody" AND NOT "isSystem" THEN 'Person ' || "who" ELSE '' END,
    'credential', ($3::uuid[])["what"],
    CASE WHEN "what" = 1 AND "seq" < 10000 THEN 'Former name' ELSE 'Credential ' || "what" END,
    gen_random_uuid(), 'audit-key', '{"detail":{"durationMs":' || "seq" % 900 || '}}',
    decode(repeat('00', 32), 'hex'), decode(repeat('00', 64), 'hex')
  FROM (
    SELECT "seq", "seq" IN (700, 9000, 15000) AS "isRare", "seq" % 40 = 7 AND "seq" < 6000 AS "isNobody",
      "seq" IN (900, 12000) AS "isSystem",
      CASE WHEN "seq" > ${eventCount} THEN 5 WHEN "seq" IN (800, 9100, 15100) THEN 4 WHEN "seq" < 3000 AND "seq" % 3 = 0 THEN 2
        WHEN "seq" > 19000 AND "seq" % 3 = 0 THEN 3 ELSE 1 END AS "who",
      CASE WHEN "seq" > ${eventCount} THEN 5 WHEN "seq" IN (810, 9110, 15110) THEN 4 WHEN "seq" < 3000 AND "seq" % 5 = 0 THEN 2
        WHEN "seq" > 19000 AND "seq" % 5 = 0 THEN 3 ELSE 1 END AS "what"
    FROM generate_series($4::int, $5::int) AS "seq" ORDER BY "seq"
  ) AS "event"`;

const values: Readonly<Record<string, readonly Record<string, string>[]>> = {
  action: [{ action: "token.tested" }, { action: "log.verified" }, { action: "log.sealed" }],
  credential: credentials.map((credential) => ({ credential })),
  actor: [...people, "anonymous", "system"].map((actor) => ({ actor })),
  outcome: ["succeeded", "failed", "denied", "requested"].map((outcome) => ({ outcome })),
  period: [
    { from: "2026-11-20", to: "2026-11-20" },
    { from: "2026-11-01" },
    { to: "2026-10-30" },
    { from: "2026-10-26", to: "2026-11-21" },
    { from: "2020-01-01", to: "2020-12-31" },
  ],
  q: ["person", "person 4", "former", "credential", "nothing like it"].map((q) => ({ q })),
};

const singles = Object.values(values).flat();
const pairs = Object.keys(values).flatMap((one, index) =>
  Object.keys(values)
    .slice(index + 1)
    .flatMap((other) =>
      (values[one] ?? []).flatMap((first) =>
        (values[other] ?? []).map((second) => ({ ...first, ...second })),
      ),
    ),
);

interface PlanNode {
  readonly "Relation Name"?: string | undefined;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
}

const nodeSchema: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    "Relation Name": z.string().optional(),
    "Actual Rows": z.number(),
    "Actual Loops": z.number(),
    "Rows Removed by Filter": z.number().optional(),
    Plans: z.array(nodeSchema).optional(),
  }),
);
const explainSchema = z.tuple([z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: nodeSchema })]) })]);

function countRead(node: PlanNode): number {
  const own = node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0);
  const read = node["Relation Name"] === "AuditEvent" ? own * node["Actual Loops"] : 0;
  return (node.Plans ?? []).reduce((sum, plan) => sum + countRead(plan), read);
}

/** How many rows of the log are read for one page. */
async function readForPage(filters: EventFilters): Promise<number> {
  const names = filters.q === undefined ? [] : await findNames(organizationId, filters);
  if (filters.q !== undefined && names?.length === 0) return 0;
  const query = selectPage(organizationId, filters, names, limit);
  const rows = await getDb().$queryRaw(Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON) ${query}`);
  const [{ "QUERY PLAN": plans }] = explainSchema.parse(rows);
  return Math.round(countRead(plans[0].Plan));
}

/** Events around midnight belong to the day by their time, not by their number: a few more are looked at. */
function boundOf(filters: EventFilters): number {
  return filters.q === undefined ? limit + 10 : 6 * limit + 10;
}

async function listGreedy(before: bigint | undefined): Promise<readonly string[]> {
  const greedy: string[] = [];
  for (const query of [{}, ...singles, ...pairs]) {
    const filters = { ...parseEventFilters(query), before };
    const read = await readForPage(filters);
    if (read > boundOf(filters)) greedy.push(`${JSON.stringify(query)}: ${read}`);
  }
  return greedy;
}

async function addEvents(first: number, last: number): Promise<void> {
  // A part at a time: no statement of the app may take long.
  for (let from = first; from <= last; from += 2_000) {
    const to = Math.min(last, from + 1_999);
    await getDb().$executeRawUnsafe(fillLog, organizationId, people, credentials, from, to);
  }
}

async function analyze(): Promise<void> {
  const owner = await connectAs("owner");
  await owner.query(`ANALYZE "AuditEvent"`);
}

beforeAll(() => addEvents(1, eventCount));

test("a name is found up to its last event, however many events have it", async () => {
  const newestOf = async (q: string) => (await listEvents(organizationId, { q }, 1)).events.at(0)?.seq;
  const [former, steady] = [await newestOf("former"), await newestOf("person 1")];
  expect(former).toBe(9_999);
  expect(steady).toBe(eventCount);
});

describe("no filter and no pair of filters reads more of the log than its page", () => {
  test("the first one", async () => {
    await analyze();
    expect(await listGreedy(undefined)).toEqual([]);
  });

  test("one deep in the log", async () => {
    await analyze();
    expect(await listGreedy(11_000n)).toEqual([]);
  });

  test("also where nearly all events are of somebody whom the planner has never seen", async () => {
    await analyze();
    await addEvents(eventCount + 1, eventCount + 4_000);
    expect(await listGreedy(undefined)).toEqual([]);
  });
});

import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { z } from "zod";
import type { EventOrigin } from "@/lib/audit/event";
import { newCredentialId, newRequestId, userIdSchema } from "@/lib/ids";
import type { Person } from "./create-person";
import { newName } from "./credentials";
import type { Product } from "./launch-product";
import { type Organization, readOrganizationId } from "./organization";
import { query } from "./query";
import { type WrittenEvent, writeEvents } from "./write-events";

export function eventRowsOf(page: Page): Locator {
  return page.getByRole("table", { name: "Events", exact: true }).getByRole("row");
}

/** The numbers of the events that a page of the log shows, from the top; empty where it shows none. */
export async function readNumbers(page: Page): Promise<readonly number[]> {
  const cells = await page
    .getByRole("table", { name: "Events", exact: true })
    .locator("tbody tr td:last-child")
    .allInnerTexts();
  return cells.map((text) => Number(text.replaceAll(",", "")));
}

const eventSchema = z.object({
  seq: z.coerce.number(),
  id: z.string(),
  action: z.string(),
  outcome: z.string(),
  actorId: z.string().nullable(),
  actorName: z.string(),
  targetId: z.string().nullable(),
  targetName: z.string().nullable(),
  requestId: z.string().nullable(),
  day: z.string(),
});
export type LoggedEvent = z.infer<typeof eventSchema>;

/** All events of an organization, newest first, as the database has them. */
export async function readLog(product: Product, organization: Organization): Promise<readonly LoggedEvent[]> {
  return query(
    product,
    eventSchema,
    `SELECT seq, id, action, outcome, "actorId", "actorName", "targetId", "targetName", "requestId",
            to_char("occurredAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day
     FROM "AuditEvent" WHERE "organizationId" = $1 ORDER BY seq DESC`,
    [await readOrganizationId(product, organization)],
  );
}

/** Something that token tests are about. The log knows it by its name, and nothing else does. */
export interface LoggedCredential {
  readonly id: string;
  readonly name: string;
}

export function newLoggedCredential(): LoggedCredential {
  return { id: newCredentialId(), name: newName() };
}

/** So many days before today, UTC, `YYYY-MM-DD`. */
export function dayBefore(days: number): string {
  return new Date(Date.now() - days * 24 * 60 * 60_000).toISOString().slice(0, 10);
}

/** A token test of an earlier day: that it was asked for, and how it ended. */
export interface PastTest {
  readonly day: string;
  readonly person: Person;
  readonly credential: LoggedCredential;
  readonly durationMs: number;
  readonly isRefused?: boolean;
}

/** Writes token tests into the log as if they had been made at noon of their day. */
export async function writeTests(
  product: Product,
  organization: Organization,
  tests: readonly PastTest[],
): Promise<void> {
  const actors = new Map<Person, EventOrigin["actor"]>();
  for (const { person } of tests) {
    if (!actors.has(person)) actors.set(person, await findActor(product, person));
  }
  const events = tests.flatMap((test) => describeTest(test, actors.get(test.person) ?? { type: "system" }));
  await writeEvents(product, await readOrganizationId(product, organization), events);
}

async function findActor(product: Product, { email, name }: Person): Promise<EventOrigin["actor"]> {
  const sql = `SELECT id FROM "User" WHERE email = $1`;
  const [user] = await query(product, z.object({ id: userIdSchema }), sql, [email]);
  if (user === undefined) throw new Error("There is no such person.");
  return { type: "user", id: user.id, name };
}

function describeTest(test: PastTest, actor: EventOrigin["actor"]): readonly WrittenEvent[] {
  const { day, credential, durationMs, isRefused = false } = test;
  const occurredAt = new Date(`${day}T12:00:00.000Z`);
  const origin = { actor, requestId: newRequestId(), address: "198.51.100.7" };
  const target = { type: "credential", ...credential } as const;
  const asked = { testId: randomUUID(), fingerprint: "0a1b2c3d", requestedScopes: ["openid"] };
  return [
    {
      occurredAt,
      origin,
      draft: { action: "token.test_requested", outcome: "requested", target, detail: asked },
    },
    {
      occurredAt,
      origin,
      draft: {
        action: "token.tested",
        outcome: isRefused ? "failed" : "succeeded",
        target,
        detail: {
          ...asked,
          durationMs,
          tries: 1,
          failureCode: isRefused ? "client_secret_refused" : null,
          httpStatus: isRefused ? 401 : 200,
          debugId: null,
          tokenFingerprint: null,
          expiresAt: null,
          grantedScopes: isRefused ? null : ["openid"],
        },
      },
    },
  ];
}

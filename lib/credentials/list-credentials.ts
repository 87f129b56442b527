import { z } from "zod";
import { getDb } from "@/lib/db/client";
import { escapeLike } from "@/lib/db/escape-like";
import type { Prisma } from "@/lib/db/generated/client";
import type { OrganizationId } from "@/lib/ids";
import { parseJson } from "@/lib/parse-json";
import type { CredentialFilter } from "./credential-filter";
import { judgeHealth, readFailureCode } from "./credential-health";
import type { CredentialRow } from "./credential-row";

const pageSize = 50;

export interface CredentialPage {
  readonly rows: readonly CredentialRow[];
  /** Pass as `after` for the next page; null on the last one. */
  readonly nextCursor: string | null;
}

const cursorSchema = z.tuple([
  z
    .string()
    .max(400)
    .refine((sortName) => !sortName.includes("\0")),
  z.uuid(),
]);

/** A page of credentials by name. Paging is by key, so page 200 costs what page 1 costs. */
export async function listCredentials(
  organizationId: OrganizationId,
  filter: CredentialFilter,
): Promise<CredentialPage> {
  const found = await findRows(
    { AND: [matching(organizationId, filter), afterCursor(filter.after)] },
    pageSize + 1,
  );
  const page = found.slice(0, pageSize);
  const last = found.length > pageSize ? page.at(-1) : undefined;
  return {
    rows: page.map(toRow),
    nextCursor: last === undefined ? null : encodeCursor(last.sortName, last.id),
  };
}

/** Active credentials whose last test failed, a page of them at most. */
export async function listFailing(organizationId: OrganizationId): Promise<CredentialRow[]> {
  const rows = await findRows(
    { organizationId, deletedAt: null, archivedAt: null, lastTestOutcome: "failed" },
    pageSize,
  );
  return rows.map(toRow);
}

type FoundRow = Awaited<ReturnType<typeof findRows>>[number];

function findRows(where: Prisma.CredentialWhereInput, take: number) {
  return getDb().credential.findMany({
    where,
    orderBy: [{ sortName: "asc" }, { id: "asc" }],
    take,
    select: {
      id: true,
      name: true,
      sortName: true,
      clientId: true,
      environment: true,
      kind: true,
      lastTestAt: true,
      lastTestOutcome: true,
      lastTestFailureCode: true,
      lastTestDurationMs: true,
      driftedScopes: true,
      secrets: { where: { state: "current" }, select: { createdAt: true }, take: 1 },
      jwtKeys: { where: { destroyedAt: null }, select: { createdAt: true }, take: 1 },
      consumers: { where: { removedAt: null }, orderBy: { owner: "desc" }, select: { owner: true }, take: 1 },
    },
  });
}

function toRow(row: FoundRow): CredentialRow {
  return {
    id: row.id,
    name: row.name,
    clientId: row.clientId,
    environment: row.environment,
    kind: row.kind,
    health: judgeHealth({
      outcome: row.lastTestOutcome,
      failureCode: readFailureCode(row.lastTestFailureCode),
    }),
    unknownUse: judgeUse(row.consumers[0]),
    hasDrift: row.driftedScopes.length > 0,
    secretStoredAt: (row.secrets[0] ?? row.jwtKeys[0])?.createdAt.toISOString() ?? null,
    lastTestAt: row.lastTestAt?.toISOString() ?? null,
    lastTestDurationMs: row.lastTestDurationMs,
  };
}

/** @param consumer one that names an owner, where there is such a one */
function judgeUse(consumer: { readonly owner: string } | undefined): CredentialRow["unknownUse"] {
  if (consumer === undefined) return "no_consumer";
  return consumer.owner === "" ? "no_owner" : null;
}

function matching(organizationId: OrganizationId, filter: CredentialFilter): Prisma.CredentialWhereInput {
  const { q, show, environment } = filter;
  const text = escapeLike(q.toLowerCase());
  return {
    organizationId,
    deletedAt: null,
    archivedAt: show === "archived" ? { not: null } : null,
    ...(environment === undefined ? {} : { environment }),
    ...(q === "" ? {} : { OR: [{ sortName: { contains: text } }, { clientId: { contains: text } }] }),
  };
}

function afterCursor(cursor: string): Prisma.CredentialWhereInput {
  const decoded = decodeCursor(cursor);
  if (decoded === null) return {};
  const [sortName, id] = decoded;
  return { OR: [{ sortName: { gt: sortName } }, { sortName, id: { gt: id } }] };
}

function encodeCursor(sortName: string, id: string): string {
  return Buffer.from(JSON.stringify([sortName, id])).toString("base64url");
}

function decodeCursor(cursor: string): [string, string] | null {
  return cursorSchema.safeParse(parseJson(Buffer.from(cursor, "base64url").toString())).data ?? null;
}

/**
 * The room of scopes: what a credential asks for, what its tokens were granted, and what the organization
 * approved. Nothing here calls Adobe; a token test is the only source of what is granted.
 */

import { z } from "zod";
import { getDb } from "@/lib/db/client";
import type { CredentialId, OrganizationId } from "@/lib/ids";
import { compareScopes, without } from "./compare-scopes";
import { findBaseline } from "./find-baseline";
import { findGranted } from "./find-granted";
import type { GrantChange, ScopesView } from "./scopes-view";

/** More changes than this are for the audit log. */
const maxChanges = 20;

/** Everything that is known of a credential's scopes, or null when it is not there. Changes nothing. */
export async function findScopes(
  organizationId: OrganizationId,
  credentialId: CredentialId,
): Promise<ScopesView | null> {
  const db = getDb();
  const credential = await db.credential.findFirst({
    where: { organizationId, id: credentialId, deletedAt: null },
    select: { scopes: true },
  });
  if (credential === null) return null;
  const [newest, baseline, history, consumers] = await Promise.all([
    findGranted(db, organizationId, credentialId),
    findBaseline(db, organizationId, credentialId),
    listChanges(organizationId, credentialId),
    db.consumer.findMany({
      where: { organizationId, credentialId, removedAt: null },
      orderBy: { id: "asc" },
      select: { system: true, scopes: true },
    }),
  ]);
  const requested = credential.scopes;
  const granted = newest && {
    testId: newest.id,
    at: newest.requestedAt.toISOString(),
    scopes: newest.grantedScopes,
  };
  const drift =
    granted === null || baseline === null
      ? null
      : compareScopes({ requested, granted: granted.scopes, approved: baseline.scopes });
  return {
    requested,
    granted,
    baseline: baseline && {
      scopes: baseline.scopes,
      approvedAt: baseline.approvedAt.toISOString(),
      approvedByName: await nameOf(baseline.approvedById),
    },
    drift,
    unneeded: judgeNeed(requested, consumers),
    needs: consumers,
    history,
  };
}

/** Without these Adobe grants nothing. */
const everyTokens = ["openid", "AdobeID"];

function judgeNeed(
  requested: readonly string[],
  consumers: readonly { readonly scopes: readonly string[] }[],
): readonly string[] | null {
  if (consumers.length === 0 || consumers.some(({ scopes }) => scopes.length === 0)) return null;
  return without(requested, [...everyTokens, ...consumers.flatMap(({ scopes }) => scopes)]);
}

const changesSchema = z.array(
  z.object({
    id: z.string(),
    requestedAt: z.date(),
    scopes: z.array(z.string()),
    before: z.array(z.string()).nullable(),
  }),
);

async function listChanges(
  organizationId: OrganizationId,
  credentialId: CredentialId,
): Promise<readonly GrantChange[]> {
  const rows = await getDb().$queryRaw`
    WITH answered AS (
      SELECT "id", "requestedAt", "grantedScopes" AS scopes,
        (SELECT array_agg(scope ORDER BY scope) FROM unnest("grantedScopes") AS scope) AS sorted
      FROM "TokenTest"
      WHERE "organizationId" = ${organizationId}::uuid AND "credentialId" = ${credentialId}::uuid
        AND "outcome" = 'succeeded' AND NOT "isPartial" AND cardinality("grantedScopes") > 0
    ), compared AS (
      SELECT *, lag(sorted) OVER in_order AS sorted_before, lag(scopes) OVER in_order AS before
      FROM answered WINDOW in_order AS (ORDER BY "requestedAt", "id")
    )
    SELECT "id", "requestedAt", scopes, before FROM compared
    WHERE sorted IS DISTINCT FROM sorted_before
    ORDER BY "requestedAt" DESC, "id" DESC LIMIT ${maxChanges}`;
  return changesSchema.parse(rows).map(({ id, requestedAt, scopes, before }) => ({
    testId: id,
    at: requestedAt.toISOString(),
    gained: without(scopes, before ?? []),
    lost: without(before ?? [], scopes),
    isFirst: before === null,
  }));
}

async function nameOf(userId: string): Promise<string> {
  const user = await getDb().user.findUnique({ where: { id: userId }, select: { name: true } });
  return user?.name ?? "";
}

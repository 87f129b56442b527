import { z } from "zod";
import { getDb } from "@/lib/db/client";
import { environments } from "@/lib/environment";
import type { OrganizationId } from "@/lib/ids";

const holderSchema = z.object({
  id: z.string(),
  name: z.string(),
  environment: z.enum(environments),
  clientId: z.string(),
  kind: z.enum(["oauth", "jwt", "migrating"]),
  isArchived: z.boolean(),
  isRotating: z.boolean(),
  /** Hexadecimal, of every secret that is not deleted. */
  fingerprints: z.array(z.string()),
});

/** A registered credential, as far as an import has to know it. */
export type Holder = z.infer<typeof holderSchema>;

/** Keyed by client ID. */
type Holders = ReadonlyMap<string, readonly Holder[]>;

/** The organization's credentials with these client IDs, in whatever environment, by one query. */
export async function findHolders(
  organizationId: OrganizationId,
  clientIds: readonly string[],
): Promise<Holders> {
  const wanted = [...new Set(clientIds)];
  if (wanted.length === 0) return new Map();
  const rows = await getDb().$queryRaw`
    SELECT c."id", c."name", c."environment"::text AS "environment", c."clientId", c."kind"::text AS "kind",
      c."archivedAt" IS NOT NULL AS "isArchived",
      EXISTS (SELECT 1 FROM "Rotation" r WHERE r."organizationId" = c."organizationId" AND r."credentialId" = c."id"
        AND r."state" NOT IN ('done', 'cancelled')) AS "isRotating",
      ARRAY(SELECT encode(s."fingerprint", 'hex') FROM "ClientSecret" s
        WHERE s."organizationId" = c."organizationId" AND s."credentialId" = c."id" AND s."state" <> 'deleted')
        AS "fingerprints"
    FROM "Credential" c
    WHERE c."organizationId" = ${organizationId}::uuid AND c."deletedAt" IS NULL AND c."clientId" = ANY(${wanted}::text[])`;
  const holders = new Map<string, Holder[]>();
  for (const holder of z.array(holderSchema).parse(rows)) {
    holders.set(holder.clientId, [...(holders.get(holder.clientId) ?? []), holder]);
  }
  return holders;
}

/** The one of an environment. */
export function holderIn(
  holders: Holders,
  { environment, clientId }: Pick<Holder, "environment" | "clientId">,
): Holder | undefined {
  return holders.get(clientId)?.find((holder) => holder.environment === environment);
}

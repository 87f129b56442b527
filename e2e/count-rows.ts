import { z } from "zod";
import type { Product } from "./launch-product";
import type { Organization } from "./organization";
import { query } from "./query";

/** How much an organization holds, less its sessions: equal before and after what changed nothing. */
export async function countRows(product: Product, organization: Organization): Promise<unknown> {
  const [counts] = await query(
    product,
    z.record(z.string(), z.string()),
    `SELECT (SELECT count(*) FROM "Credential" WHERE "organizationId" = o.id) AS credentials,
            (SELECT coalesce(sum(version), 0) FROM "Credential" WHERE "organizationId" = o.id) AS versions,
            (SELECT count(*) FROM "ClientSecret" WHERE "organizationId" = o.id) AS secrets,
            (SELECT count(*) FROM "TokenTest" WHERE "organizationId" = o.id) AS tests,
            (SELECT count(*) FROM "Rotation" WHERE "organizationId" = o.id) AS rotations,
            (SELECT count(*) FROM "Consumer" WHERE "organizationId" = o.id) AS consumers,
            (SELECT count(*) FROM "ProbeRun" WHERE "organizationId" = o.id) AS probes,
            (SELECT count(*) FROM "ProfileReading" WHERE "organizationId" = o.id) AS readings,
            (SELECT count(*) FROM "JwtKey" WHERE "organizationId" = o.id) AS keys,
            (SELECT count(*) FROM "Migration" WHERE "organizationId" = o.id) AS migrations,
            (SELECT count(*) FROM "Job" WHERE "organizationId" = o.id) AS jobs,
            (SELECT count(*) FROM "AuditEvent" WHERE "organizationId" = o.id AND action LIKE ANY
              ('{credential.%,secret.%,key.%,token.%,rotation.%,migration.%,consumer.%,probe.%,profile.%,import.%}'))
              AS events
     FROM "Organization" o WHERE o.name = $1`,
    [organization.name],
  );
  if (counts === undefined) throw new Error("The organization is not there.");
  return counts;
}

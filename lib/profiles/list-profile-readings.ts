import { readFailureCode } from "@/lib/credentials/credential-health";
import { findFailureContext } from "@/lib/credentials/find-failure-context";
import { getDb } from "@/lib/db/client";
import { explainFailure } from "@/lib/diagnosis/explain-failure";
import type { FailureContext } from "@/lib/diagnosis/failure-context";
import type { OrganizationId } from "@/lib/ids";
import { type ProfileReadings, readProfilesSchema } from "./profile-reading";

/** What Adobe last said of the product profiles of a credential. */
export async function listProfileReadings(
  organizationId: OrganizationId,
  credentialId: string,
  reader: Pick<FailureContext, "mayEdit"> = {},
): Promise<ProfileReadings> {
  const db = getDb();
  const where = { organizationId, credentialId };
  const orderBy = { requestedAt: "desc" } as const;
  const last = await db.profileReading.findFirst({ where, orderBy });
  if (last === null) return { last: null, known: null };
  const known =
    last.outcome === "succeeded"
      ? last
      : await db.profileReading.findFirst({ where: { ...where, outcome: "succeeded" }, orderBy });
  const people = await db.user.findMany({
    where: { id: { in: [last.requestedById, ...(known === null ? [] : [known.requestedById])] } },
    select: { id: true, name: true },
  });
  const factsOf = ({ requestedAt, requestedById }: typeof last) => ({
    at: requestedAt.toISOString(),
    byName: people.find(({ id }) => id === requestedById)?.name ?? "",
  });
  const code = readFailureCode(last.failureCode);
  const context = code === null ? null : await findFailureContext(organizationId, credentialId);
  return {
    last: {
      ...factsOf(last),
      outcome: last.outcome,
      code,
      words:
        code === null || context === null
          ? null
          : explainFailure({ code, tries: 0, durationMs: 0 }, { ...context, ...reader }),
    },
    known: known === null ? null : { ...factsOf(known), profiles: readProfilesSchema.parse(known.profiles) },
  };
}

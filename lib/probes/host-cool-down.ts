import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";

const maxSeconds = 24 * 60 * 60;

/**
 * Until when a product wishes to be left alone by this client; null where it did not say so. It is kept per
 * host, and not for the credential: a busy product is no reason not to test a token or rotate a secret.
 */
export async function findHostCoolDown(
  organizationId: OrganizationId,
  credentialId: string,
  host: string,
): Promise<Date | null> {
  const run = await getDb().probeRun.findFirst({
    where: { organizationId, credentialId, host, answeredAt: { not: null } },
    orderBy: { requestedAt: "desc" },
    select: { answeredAt: true, retryAfterSeconds: true },
  });
  return run === null ? null : endOfCoolDown(run);
}

/** The same of one run. */
export function endOfCoolDown(run: {
  readonly answeredAt: Date | null;
  readonly retryAfterSeconds: number | null;
}): Date | null {
  if (run.answeredAt === null || run.retryAfterSeconds === null) return null;
  return new Date(run.answeredAt.getTime() + Math.min(run.retryAfterSeconds, maxSeconds) * 1_000);
}

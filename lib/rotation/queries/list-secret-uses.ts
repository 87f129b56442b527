import { getDb } from "@/lib/db/client";
import type { CredentialId, OrganizationId } from "@/lib/ids";
import type { SecretUseView } from "@/lib/rotation/view/secret-use-view";
import { findSlots } from "./find-slots";
import { listKnownSecrets } from "./list-known-secrets";

interface Telling {
  readonly lastUsedAt: Date | null;
  readonly grantType: string | null;
  /** As `isOwnUse` judged it when Adobe was asked. */
  readonly isOurs: boolean;
  readonly checkedAt: Date;
}

/**
 * The last use of each secret of a credential, newest secret first: those that are or were stored, and then
 * those that Adobe's last list showed besides. Adobe tells only the newest use of a secret.
 */
export async function listSecretUses(
  organizationId: OrganizationId,
  credentialId: CredentialId,
): Promise<readonly SecretUseView[]> {
  const [known, { slots }] = await Promise.all([
    listKnownSecrets(organizationId, credentialId),
    findSlots(organizationId, credentialId),
  ]);
  const stored = await Promise.all(
    known.map(async ({ id, adobeSecretId, fingerprint, state }) => {
      const keys = adobeSecretId === null ? [id] : [id, adobeSecretId];
      const told = await findNewestTelling(organizationId, credentialId, keys);
      const ourLastUsedAt = await findOwnUse(organizationId, credentialId, id);
      return { id, fingerprint, state, ourLastUsedAt, ...tellUse(told) };
    }),
  );
  const strange = slots.filter(({ role }) => role === "unknown");
  const others = await Promise.all(
    strange.map(async ({ adobeSecretId: id }) => {
      const told = await findNewestTelling(organizationId, credentialId, [id]);
      return { id, fingerprint: null, state: "unknown" as const, ourLastUsedAt: null, ...tellUse(told) };
    }),
  );
  return [...stored, ...others];
}

/** What the latest check said, whether Adobe told it or a person read it there. */
async function findNewestTelling(
  organizationId: OrganizationId,
  credentialId: CredentialId,
  keys: readonly string[],
): Promise<Telling | null> {
  return getDb().secretUsage.findFirst({
    where: { organizationId, credentialId, secretKey: { in: [...keys] } },
    orderBy: [{ checkedAt: "desc" }, { id: "desc" }],
    select: { lastUsedAt: true, grantType: true, isOurs: true, checkedAt: true },
  });
}

async function findOwnUse(
  organizationId: OrganizationId,
  credentialId: CredentialId,
  clientSecretId: string,
): Promise<string | null> {
  const where = { organizationId, clientSecretId };
  const grant = await getDb().secretGrant.findFirst({
    where,
    orderBy: { sentAt: "desc" },
    select: { sentAt: true },
  });
  const test = await getDb().tokenTest.findFirst({
    where: { ...where, credentialId },
    orderBy: { requestedAt: "desc" },
    select: { requestedAt: true },
  });
  const times = [grant?.sentAt, test?.requestedAt].filter((time) => time !== undefined);
  return (
    times
      .toSorted((one, other) => one.getTime() - other.getTime())
      .at(-1)
      ?.toISOString() ?? null
  );
}

function tellUse(told: Telling | null) {
  return {
    adobeLastUsedAt: told?.lastUsedAt?.toISOString() ?? null,
    grantType: told?.grantType ?? null,
    checkedAt: told?.checkedAt.toISOString() ?? null,
    by: judgeUse(told),
  };
}

function judgeUse(told: Telling | null): SecretUseView["by"] {
  if (told === null) return "unknown";
  if (told.lastUsedAt === null) return "nobody";
  return told.isOurs ? "latchkey" : "others";
}

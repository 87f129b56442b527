import { getDb } from "@/lib/db/client";
import type { CredentialId, OrganizationId } from "@/lib/ids";
import type { SlotView } from "@/lib/rotation/view/rotation-view";
import { type KnownSecret, viewSlots } from "@/lib/rotation/view/view-evidence";
import { listDeletedIds } from "./list-deleted-ids";
import { listKnownSecrets } from "./list-known-secrets";

/** Adobe's two places for secrets, as far as is known without asking. Times are ISO 8601, UTC. */
export interface KnownSlots {
  /** When Adobe was last asked; null where it never was. */
  readonly checkedAt: string | null;
  /** Oldest first. */
  readonly slots: readonly SlotView[];
}

/** What the last list from Adobe showed, with what was added and deleted since. */
export async function findSlots(
  organizationId: OrganizationId,
  credentialId: CredentialId,
): Promise<KnownSlots> {
  const db = getDb();
  const where = { organizationId, credentialId, source: "adobe" as const };
  const newest = await db.secretUsage.findFirst({
    where,
    orderBy: { checkedAt: "desc" },
    select: { checkedAt: true },
  });
  if (newest === null) return { checkedAt: null, slots: [] };
  const { checkedAt } = newest;
  const rows = await db.secretUsage.findMany({ where: { ...where, checkedAt } });
  const known = await listKnownSecrets(organizationId, credentialId);
  const listed = viewSlots(rows, known, await listDeletedIds(organizationId, credentialId));
  const added = known.filter((secret) => isAddedSince(secret, checkedAt, listed)).map(viewAdded);
  return { checkedAt: checkedAt.toISOString(), slots: [...listed, ...added] };
}

type Dated = KnownSecret & { readonly createdAt: Date };

function isAddedSince(secret: Dated, checkedAt: Date, listed: readonly SlotView[]): boolean {
  const { adobeSecretId, state, createdAt } = secret;
  if (adobeSecretId === null || state === "deleted" || createdAt < checkedAt) return false;
  return !listed.some((slot) => slot.adobeSecretId === adobeSecretId);
}

function viewAdded({ adobeSecretId, createdAt, fingerprint, state }: Dated): SlotView {
  return {
    adobeSecretId: adobeSecretId ?? "",
    createdAt: createdAt.toISOString(),
    lastUsedAt: null,
    grantType: null,
    isOwnUse: false,
    fingerprint,
    role: state === "deleted" ? "unknown" : state,
  };
}

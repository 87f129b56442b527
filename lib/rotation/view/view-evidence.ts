import type { SlotView, UseView } from "./rotation-view";

/** One row of evidence as stored. */
export interface EvidenceRow {
  /** Adobe's id, or the id of our row in manual mode. */
  readonly secretKey: string;
  readonly secretCreatedAt: Date;
  readonly lastUsedAt: Date | null;
  readonly grantType: string | null;
  readonly isOurs: boolean;
  readonly checkedAt: Date;
  readonly source: "adobe" | "typed";
}

/** A secret that is or was stored, without its value. */
export interface KnownSecret {
  readonly id: string;
  readonly adobeSecretId: string | null;
  readonly state: "pending" | "current" | "previous" | "deleted";
  readonly fingerprint: string;
}

/** The uses that the checks told of, oldest first. A use that several checks saw is one. */
export function viewUses(
  rows: readonly EvidenceRow[],
  secrets: { readonly old: KnownSecret; readonly fresh: KnownSecret | null },
): UseView[] {
  const uses = new Map<string, UseView>();
  const inOrder = [...rows].sort((a, b) => a.checkedAt.getTime() - b.checkedAt.getTime());
  for (const { secretKey, lastUsedAt, isOurs, checkedAt, source } of inOrder) {
    const isOf = (secret: KnownSecret | null) =>
      secret !== null && (secret.id === secretKey || secret.adobeSecretId === secretKey);
    const which = isOf(secrets.old) ? "old" : isOf(secrets.fresh) ? "new" : null;
    if (which === null || lastUsedAt === null) continue;
    const at = lastUsedAt.toISOString();
    const key = `${which} ${at}`;
    if (uses.has(key)) continue;
    uses.set(key, { which, at, isOurs, checkedAt: checkedAt.toISOString(), source });
  }
  return [...uses.values()].sort((a, b) => a.at.localeCompare(b.at));
}

/** Adobe's secrets as the newest list showed them, oldest first. Those deleted since are left out. */
export function viewSlots(
  rows: readonly EvidenceRow[],
  known: readonly KnownSecret[],
  goneIds: readonly string[],
): SlotView[] {
  const listed = rows.filter(({ source }) => source === "adobe");
  const newestMs = Math.max(...listed.map(({ checkedAt }) => checkedAt.getTime()));
  const newest = listed.filter(({ checkedAt }) => checkedAt.getTime() === newestMs);
  return newest
    .map((row) => viewSlot(row, known))
    .filter(({ adobeSecretId }) => !goneIds.includes(adobeSecretId) && !isDeleted(adobeSecretId, known))
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

/** The named secrets as they were last seen. */
export function viewFound(
  rows: readonly EvidenceRow[],
  known: readonly KnownSecret[],
  adobeSecretIds: readonly string[],
): SlotView[] {
  return adobeSecretIds.flatMap((id) => {
    const seen = rows.filter(({ secretKey }) => secretKey === id);
    const last = seen.toSorted((a, b) => a.checkedAt.getTime() - b.checkedAt.getTime()).at(-1);
    return last === undefined ? [] : [viewSlot(last, known)];
  });
}

function viewSlot(row: EvidenceRow, known: readonly KnownSecret[]): SlotView {
  const held = known.find(({ adobeSecretId }) => adobeSecretId === row.secretKey);
  return {
    adobeSecretId: row.secretKey,
    createdAt: row.secretCreatedAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    grantType: row.grantType,
    isOwnUse: row.isOurs,
    fingerprint: held?.fingerprint ?? null,
    role: held === undefined || held.state === "deleted" ? "unknown" : held.state,
  };
}

function isDeleted(id: string, known: readonly KnownSecret[]): boolean {
  return known.some(({ adobeSecretId, state }) => adobeSecretId === id && state === "deleted");
}

import type { AdobeSecret } from "@/lib/adobe/read-console-answer";

/** Adobe as the model run sees it: two slots, and who put what there. */
export interface AdobeModel {
  readonly ids: () => readonly string[];
  readonly has: (id: string) => boolean;
  readonly list: () => readonly AdobeSecret[];
  /** @returns the id, or null where both slots are taken. */
  readonly add: (now: number, by: Maker) => string | null;
  /** The last secret is never given up. */
  readonly remove: (id: string, by: Maker) => "removed" | "absent" | "last";
  /** @returns false where there is no such secret to mint with. */
  readonly use: (id: string, now: number) => boolean;
  readonly wasMadeBy: (id: string, by: Maker) => boolean;
  readonly wasRemovedByOthers: (id: string) => boolean;
  /** Grows with every secret that comes or goes. */
  readonly changeCount: () => number;
}

export type Maker = "us" | "others";

interface Slot {
  readonly id: string;
  readonly createdAt: number;
  usedAt: number | null;
}

const dayMs = 86_400_000;

/** Starts with one secret of others, 30 days old and last used 3 days ago, or with two. */
export function createAdobeModel(now: number, slotCount: 1 | 2): AdobeModel {
  const slots: Slot[] = [];
  const makers = new Map<string, Maker>();
  const removedByOthers = new Set<string>();
  let changeCount = 0;
  const find = (id: string) => slots.find((slot) => slot.id === id);
  const add = (createdAt: number, by: Maker) => {
    if (slots.length >= 2) return null;
    const id = (makers.size + 1).toString(16).padStart(32, "0");
    slots.push({ id, createdAt, usedAt: null });
    makers.set(id, by);
    changeCount += 1;
    return id;
  };
  const use = (id: string, at: number) => {
    const slot = find(id);
    if (slot === undefined) return false;
    slot.usedAt = at;
    return true;
  };
  for (let made = 0; made < slotCount; made += 1) {
    use(add(now - 30 * dayMs, "others") ?? "", now - 3 * dayMs + made);
  }
  return {
    ids: () => slots.map(({ id }) => id),
    has: (id) => find(id) !== undefined,
    list: () =>
      slots.map(({ id, createdAt, usedAt }) => ({
        adobeSecretId: id,
        createdAt: new Date(createdAt),
        lastUse: usedAt === null ? null : { at: new Date(usedAt), grantType: "client_credentials" },
      })),
    add,
    remove: (id, by) => {
      const slot = find(id);
      if (slot === undefined) return "absent";
      if (slots.length === 1) return "last";
      slots.splice(slots.indexOf(slot), 1);
      changeCount += 1;
      if (by === "others") removedByOthers.add(id);
      return "removed";
    },
    use,
    wasMadeBy: (id, by) => makers.get(id) === by,
    wasRemovedByOthers: (id) => removedByOthers.has(id),
    changeCount: () => changeCount,
  };
}

import { type Clock, systemClock } from "@/lib/clock";
import { newPasteId, type OrganizationId, type PasteId, type SessionId } from "@/lib/ids";
import type { ImportEntry } from "./import-entry";
import type { UnreadText } from "./read-import-texts";

/** What was read, for as long as the person who pasted it looks it over. */
export interface HeldPaste {
  readonly entries: readonly ImportEntry[];
  readonly unread: readonly UnreadText[];
}

/** Whose it is: nobody else ever gets it. */
export interface PasteHolder {
  readonly sessionId: SessionId;
  readonly organizationId: OrganizationId;
}

interface Kept extends HeldPaste, PasteHolder {
  readonly until: number;
  readonly size: number;
  readonly timer: NodeJS.Timeout;
}

const heldMs = 10 * 60 * 1000;
const maxPastes = 100;
const maxPastesOfSession = 5;
/** Characters, of all pastes together. */
const maxSize = 20_000_000;

/** In this process's memory and nowhere else: the secrets of a paste are in the clear. */
declare global {
  // `next dev` loads modules anew on every change.
  var latchkeyHeldPastes: Map<PasteId, Kept> | undefined;
}

/** Keeps what was read for ten minutes. The oldest go where there are too many. */
export function holdPaste(
  { sessionId, organizationId }: PasteHolder,
  { entries, unread }: HeldPaste,
  clock: Clock = systemClock,
): PasteId {
  const id = newPasteId();
  const timer = setTimeout(() => dropPaste(id), heldMs).unref();
  const until = clock.now().getTime() + heldMs;
  pastes().set(id, { sessionId, organizationId, entries, unread, until, timer, size: sizeOf(entries) });
  sweep(clock.now().getTime(), sessionId);
  return id;
}

/** What this session read. Null when it is not held any more, was read elsewhere, or is somebody else's. */
export function findHeldPaste(
  { sessionId, organizationId }: PasteHolder,
  pasteId: string,
  clock: Clock = systemClock,
): HeldPaste | null {
  for (const [id, kept] of pastes()) {
    if (id !== pasteId || kept.sessionId !== sessionId || kept.organizationId !== organizationId) continue;
    if (kept.until <= clock.now().getTime()) return null;
    return { entries: kept.entries, unread: kept.unread };
  }
  return null;
}

/** Lets go of what a session read, once it ends. */
export function dropPastesOfSession(sessionId: SessionId): void {
  for (const [id, kept] of pastes()) if (kept.sessionId === sessionId) dropPaste(id);
}

function pastes(): Map<PasteId, Kept> {
  globalThis.latchkeyHeldPastes ??= new Map();
  return globalThis.latchkeyHeldPastes;
}

function dropPaste(id: PasteId): void {
  clearTimeout(pastes().get(id)?.timer);
  pastes().delete(id);
}

/** A map keeps the order in which its entries came. */
function sweep(now: number, sessionId: SessionId): void {
  for (const [id, { until }] of pastes()) if (until <= now) dropPaste(id);
  const own = [...pastes()].filter(([, kept]) => kept.sessionId === sessionId).map(([id]) => id);
  for (const id of own.slice(0, -maxPastesOfSession)) dropPaste(id);
  let size = [...pastes().values()].reduce((sum, kept) => sum + kept.size, 0);
  for (const [id, kept] of pastes()) {
    if (size <= maxSize && pastes().size <= maxPastes) break;
    size -= kept.size;
    dropPaste(id);
  }
}

function sizeOf(entries: readonly ImportEntry[]): number {
  return entries.reduce((sum, entry) => {
    const texts = [
      entry.name,
      entry.clientId,
      entry.imsOrgId,
      entry.technicalAccountId,
      entry.technicalAccountEmail,
    ];
    const secrets = entry.clientSecrets.map((secret) => secret.reveal());
    return sum + [...texts, entry.scopes, ...secrets].reduce((length, text) => length + text.length, 200);
  }, 0);
}

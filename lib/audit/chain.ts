/**
 * One chain of signed events per organization. Each event's payload holds the hash of the event before
 * it, and its hash is signed with a key that the database does not have. So whoever can write to the
 * database alone cannot edit, insert, drop or reorder an event unseen. What a chain cannot show by
 * itself is that its newest events were cut off; for that its tip must be kept elsewhere.
 *
 * `hash` = SHA-256 of the payload text in UTF-8; `signature` = Ed25519 (RFC 8032) over those 32 bytes.
 */

import { hash, type KeyObject, sign, verify } from "node:crypto";
import { type EventId, newEventId, type OrganizationId, organizationIdSchema } from "@/lib/ids";
import type { AuditKey } from "./audit-key";
import type { EventDraft, EventOrigin } from "./event";
import { type EventPayload, readPayload, writePayload } from "./event-payload";

/** The chain of what belongs to no organization. */
export const instanceChainId: OrganizationId = organizationIdSchema.parse(
  "00000000-0000-0000-0000-000000000000",
);

/** A row of the log: what was signed, and columns that repeat it for searching. */
export interface AuditRow {
  readonly organizationId: string;
  readonly seq: bigint;
  readonly id: string;
  readonly occurredAt: Date;
  readonly action: string;
  readonly outcome: string;
  readonly actorType: string;
  readonly actorId: string | null;
  /** Empty for actors that are not people. */
  readonly actorName: string;
  readonly targetType: string | null;
  readonly targetId: string | null;
  readonly targetName: string | null;
  readonly requestId: string | null;
  readonly kid: string;
  readonly payload: string;
  readonly hash: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** The newest event of a chain, as far as the next one needs it. */
export interface ChainTip {
  readonly seq: bigint;
  readonly hash: Uint8Array;
}

export type LinkProblem =
  /** The payload is not what was hashed, or cannot be read. */
  | { readonly kind: "edited" }
  /** An event with this number should be there. */
  | { readonly kind: "missing" }
  /** A signed event that has no place here: of another organization or of the past, or its forerunner replaced. */
  | { readonly kind: "inserted" }
  /** A signed event that belongs to a later place. */
  | { readonly kind: "reordered" }
  | { readonly kind: "wrong_signature" }
  | { readonly kind: "columns_differ"; readonly columns: readonly string[] }
  | { readonly kind: "unknown_key"; readonly kid: string };

/** The tip of a chain without events. Bound to the organization, so that chains cannot be exchanged. */
export function genesisOf(organizationId: OrganizationId): ChainTip {
  return { seq: 0n, hash: sha256(`latchkey-audit-genesis\n${organizationId}`) };
}

/**
 * Makes the row that follows `tip`.
 * @throws when the draft breaks the format of events.
 */
export function buildLink(
  place: { readonly organizationId: OrganizationId; readonly tip: ChainTip; readonly occurredAt: Date },
  origin: EventOrigin,
  draft: EventDraft,
  key: AuditKey,
): AuditRow & { readonly id: EventId } {
  const id = newEventId();
  const seq = place.tip.seq + 1n;
  const { payload, text } = writePayload({
    v: 1,
    id,
    organizationId: place.organizationId,
    seq: Number(seq),
    ts: place.occurredAt.toISOString(),
    kid: key.kid,
    prev: toHex(place.tip.hash),
    actor: origin.actor,
    action: draft.action,
    outcome: draft.outcome,
    target: draft.target,
    requestId: origin.requestId,
    address: origin.address,
    detail: draft.detail,
  });
  const hash = sha256(text);
  const signature = new Uint8Array(sign(null, hash, key.privateKey));
  return { ...columnsOf(payload), id, payload: text, hash, signature };
}

/** What a row is found to be without a look at its signature. */
export interface PlaceCheck {
  readonly problem: LinkProblem | undefined;
  /** Whose signature the row must have. A wrong one comes before `problem`; none is looked for without it. */
  readonly signer: KeyObject | undefined;
}

/** Checks all of `row` but its signature: that it is the event after `tip`, as it was hashed. */
export function checkPlace(
  row: AuditRow,
  organizationId: OrganizationId,
  tip: ChainTip,
  keys: ReadonlyMap<string, KeyObject>,
): PlaceCheck {
  if (row.seq > tip.seq + 1n) return { problem: { kind: "missing" }, signer: undefined };
  const payload = readHashed(row);
  if (payload === undefined) return { problem: { kind: "edited" }, signer: undefined };
  const signer = keys.get(payload.kid);
  if (signer === undefined) return { problem: { kind: "unknown_key", kid: payload.kid }, signer };
  return { problem: findMisplacement(row, payload, organizationId, tip), signer };
}

/** Checks a signature in the thread pool, whose threads use all cores. */
export function checkSignature(
  { hash, signature }: Pick<AuditRow, "hash" | "signature">,
  signer: KeyObject,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify(null, hash, signer, signature, (error, isSigned) => {
      if (error === null) resolve(isSigned);
      else reject(error);
    });
  });
}

/**
 * Checks that `row` is the event after `tip`, signed by one of `keys` (public keys by kid).
 * Gives the first problem, or undefined.
 */
export function checkLink(
  row: AuditRow,
  organizationId: OrganizationId,
  tip: ChainTip,
  keys: ReadonlyMap<string, KeyObject>,
): LinkProblem | undefined {
  const { problem, signer } = checkPlace(row, organizationId, tip, keys);
  if (signer !== undefined && !verify(null, row.hash, signer, row.signature)) {
    return { kind: "wrong_signature" };
  }
  return problem;
}

/** What a row says that it follows. Nothing of it is checked; undefined where it cannot be read. */
export function readTipBefore(row: Pick<AuditRow, "seq" | "payload">): ChainTip | undefined {
  const read = readPayload(row.payload);
  return read.ok ? { seq: row.seq - 1n, hash: Buffer.from(read.value.prev, "hex") } : undefined;
}

/**
 * The event of a row that stands where it was signed for, whatever became of its columns; undefined where
 * what was signed is not so. Whether the events before it are there only the walk of the chain shows.
 */
export function readGenuine(
  row: Pick<AuditRow, "seq" | "payload" | "hash" | "signature">,
  organizationId: OrganizationId,
  keys: ReadonlyMap<string, KeyObject>,
): EventPayload | undefined {
  const payload = readHashed(row);
  if (payload === undefined) return undefined;
  const key = keys.get(payload.kid);
  if (key === undefined || !verify(null, row.hash, key, row.signature)) return undefined;
  const isPlace = payload.organizationId === organizationId && BigInt(payload.seq) === row.seq;
  return isPlace ? payload : undefined;
}

function readHashed({ payload, hash }: Pick<AuditRow, "payload" | "hash">): EventPayload | undefined {
  if (Buffer.compare(sha256(payload), hash) !== 0) return undefined;
  const read = readPayload(payload);
  return read.ok ? read.value : undefined;
}

/** What is wrong with the place of a signed event. */
function findMisplacement(
  row: AuditRow,
  payload: EventPayload,
  organizationId: OrganizationId,
  tip: ChainTip,
): LinkProblem | undefined {
  const isOwn = payload.organizationId === organizationId;
  const seq = BigInt(payload.seq);
  if (isOwn && seq > tip.seq + 1n) return { kind: "reordered" };
  if (!isOwn || seq !== tip.seq + 1n || payload.prev !== toHex(tip.hash)) return { kind: "inserted" };
  const columns = differingColumns(row, columnsOf(payload));
  return columns.length > 0 ? { kind: "columns_differ", columns } : undefined;
}

type RepeatedColumns = Omit<AuditRow, "payload" | "hash" | "signature">;

function columnsOf(payload: EventPayload): RepeatedColumns {
  const { actor, target } = payload;
  return {
    organizationId: payload.organizationId,
    seq: BigInt(payload.seq),
    id: payload.id,
    occurredAt: new Date(payload.ts),
    action: payload.action,
    outcome: payload.outcome,
    actorType: actor.type,
    actorId: actor.type === "user" ? actor.id : null,
    actorName: actor.type === "user" ? actor.name : "",
    targetType: target?.type ?? null,
    targetId: target?.id ?? null,
    targetName: target?.name ?? null,
    requestId: payload.requestId,
    kid: payload.kid,
  };
}

const repeatedColumns = [
  "organizationId",
  "seq",
  "id",
  "occurredAt",
  "action",
  "outcome",
  "actorType",
  "actorId",
  "actorName",
  "targetType",
  "targetId",
  "targetName",
  "requestId",
  "kid",
] as const satisfies readonly (keyof RepeatedColumns)[];

function differingColumns(row: RepeatedColumns, expected: RepeatedColumns): readonly string[] {
  return repeatedColumns.filter((column) => comparable(row[column]) !== comparable(expected[column]));
}

function comparable(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : value;
}

function sha256(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hash("sha256", text, "buffer"));
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

import { z } from "zod";
import type { AuditKey } from "@/lib/audit/audit-key";
import { canonicalJson } from "@/lib/audit/canonical-json";
import { kidSchema } from "@/lib/audit/event-payload";
import type { PublicKeys } from "@/lib/audit/public-keys";
import { checkSeal, hashOfText, hashSchema, signatureSchema, signText } from "@/lib/audit/signed-text";
import { type OrganizationId, organizationIdSchema } from "@/lib/ids";
import { parseJson } from "@/lib/parse-json";
import { fail, type Result, succeed } from "@/lib/result";

/**
 * Says that the log of an organization held this event. Kept outside the database, it shows a log whose
 * newest events were cut off, or that was put back to an older state.
 */
export interface Receipt {
  readonly v: 1;
  readonly organizationId: OrganizationId;
  readonly seq: number;
  /** Hash of the event. */
  readonly hash: string;
  /** Time of the event: RFC 3339, UTC, with milliseconds. */
  readonly ts: string;
  /** Key that signed the receipt. */
  readonly kid: string;
  /** Over the hash of the canonical text of the other members. */
  readonly signature: string;
}

const receiptSchema = z.strictObject({
  v: z.literal(1),
  organizationId: z.string().pipe(organizationIdSchema),
  seq: z.int().positive(),
  hash: hashSchema,
  ts: z.iso.datetime({ precision: 3 }),
  kid: kidSchema,
  signature: signatureSchema,
});

/** What makes a receipt worth nothing. It says nothing about the log. */
export type ReceiptProblem = "receipt_unreadable" | "receipt_unknown_key" | "receipt_wrong_signature";

/** Signs a receipt for an event of the log. */
export function buildReceipt(
  event: Pick<Receipt, "organizationId" | "seq" | "hash" | "ts">,
  key: AuditKey,
): Receipt {
  const { organizationId, seq, hash, ts } = event;
  const unsigned = { v: 1 as const, organizationId, seq, hash, ts, kid: key.kid };
  return { ...unsigned, signature: signText(canonicalJson(unsigned), key).signature };
}

/** One line of JSON, without its end. */
export function writeReceipt(receipt: Receipt): string {
  return canonicalJson({ ...receipt });
}

/** What a text says to be a receipt of, whoever signed it. */
export function readReceipt(text: string): Receipt | undefined {
  return receiptSchema.safeParse(parseJson(text)).data;
}

/** Reads a receipt and checks that one of the keys signed it. */
export function checkReceipt(text: string, keys: PublicKeys): Result<Receipt, ReceiptProblem> {
  const receipt = readReceipt(text);
  if (receipt === undefined) return fail("receipt_unreadable");
  const { signature, ...unsigned } = receipt;
  const signed = canonicalJson(unsigned);
  const problem = checkSeal(signed, { hash: hashOfText(signed), signature }, unsigned.kid, keys);
  if (problem === undefined) return succeed(receipt);
  return fail(problem === "unknown_key" ? "receipt_unknown_key" : "receipt_wrong_signature");
}

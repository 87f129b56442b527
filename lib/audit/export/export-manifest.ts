import { z } from "zod";
import { canonicalJson } from "@/lib/audit/canonical-json";
import { genesisOf } from "@/lib/audit/chain";
import { filterKeys } from "@/lib/audit/event";
import { kidSchema } from "@/lib/audit/event-payload";
import type { PublicJwk } from "@/lib/audit/public-keys";
import { hashSchema } from "@/lib/audit/signed-text";
import { type OrganizationId, organizationIdSchema } from "@/lib/ids";
import { parseJson } from "@/lib/parse-json";

type ExportFilterKey = (typeof filterKeys)[number];

/** An archive is the part of a log that is kept in a file and no longer in the database. */
const manifestTypes = ["latchkey.audit.export", "latchkey.audit.archive"] as const;

/** The first line of an export: what was asked for, and which part of the chain was looked through. */
export interface ExportManifest {
  readonly v: 1;
  readonly type: (typeof manifestTypes)[number];
  readonly organizationId: OrganizationId;
  /** As in the address of the log; empty where nothing was left out. */
  readonly filter: Readonly<Partial<Record<ExportFilterKey, string>>>;
  /** Numbers of the first and last event that were looked through; the last is 0 in an empty log. */
  readonly range: { readonly first: number; readonly last: number };
  /** Hash of the event before the first of the range, or of the chain's genesis. */
  readonly prevHash: string;
  /** How many events follow; null in a filtered export, which is written before that is known. */
  readonly count: number | null;
  /** Hash of the last event of the range; `prevHash` where the range is empty. */
  readonly lastHash: string;
  /** RFC 3339, UTC, with milliseconds. */
  readonly exportedAt: string;
  readonly kid: string;
  /** For a look only: whoever verifies takes the key from elsewhere. */
  readonly publicKey: PublicJwk;
}

const text = z.string().min(1).max(400);

const manifestSchema = z
  .strictObject({
    v: z.literal(1),
    type: z.enum(manifestTypes),
    organizationId: z.string().pipe(organizationIdSchema),
    filter: z.partialRecord(z.enum(filterKeys), text),
    range: z.strictObject({ first: z.int().positive(), last: z.int().nonnegative() }),
    prevHash: hashSchema,
    count: z.int().nonnegative().nullable(),
    lastHash: hashSchema,
    exportedAt: z.iso.datetime({ precision: 3 }),
    kid: kidSchema,
    publicKey: z.strictObject({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: text }),
  })
  .refine(({ range }) => range.last >= range.first - 1)
  .refine(({ filter, range, count }) => count === (isEmpty(filter) ? range.last - range.first + 1 : null))
  .refine(({ type, filter }) => type === "latchkey.audit.export" || isEmpty(filter))
  .refine(
    ({ organizationId, range, prevHash }) => range.first > 1 || prevHash === genesisHash(organizationId),
  );

/** Hexadecimal. */
function genesisHash(organizationId: OrganizationId): string {
  return Buffer.from(genesisOf(organizationId).hash).toString("hex");
}

/** Whether events were left out on purpose. */
export function isFiltered({ filter }: Pick<ExportManifest, "filter">): boolean {
  return !isEmpty(filter);
}

function isEmpty(filter: object): boolean {
  return Object.keys(filter).length === 0;
}

/** The text that is signed. */
export function writeManifest(manifest: ExportManifest): string {
  return canonicalJson(manifestSchema.parse(manifest));
}

/** Undefined where it is not a manifest of this version, in its one canonical text. */
export function readManifest(signed: string): ExportManifest | undefined {
  const parsed = manifestSchema.safeParse(parseJson(signed));
  return parsed.success && canonicalJson(parsed.data) === signed ? parsed.data : undefined;
}

import { createHmac } from "node:crypto";
import { fail, type Result, succeed } from "@/lib/result";
import { openEnvelope, sealEnvelope } from "@/lib/sealing/envelope";
import { getKeyRing, type KeyRing, type SealingKey } from "@/lib/sealing/key-ring";
import { Secret } from "@/lib/secret";
import { getDb } from "./client";

const knownText = "latchkey key check";
const printPrefix = "hmac-sha-256.";

const contextOf = (kid: string) => ({ table: "KeyCheck", rowId: kid, organizationId: "", field: "sealed" });

/**
 * Asks, before anything is sealed or opened, whether the key ring is the one this database was written
 * with. Keys seen for the first time get their `KeyCheck` row.
 *
 * @returns a failure of one sentence when a key that sealed rows need is missing, when a key has the
 * right id but other material, or when the fingerprint key, which is never rotated, is another.
 * @throws what `getKeyRing` throws when the file itself cannot be used.
 */
export async function checkKeyRing(
  ring: KeyRing = getKeyRing(),
): Promise<Result<void, { readonly message: string }>> {
  const sealed = { where: { kid: { not: null } }, distinct: "kid", select: { kid: true } } as const;
  const needed = [
    ...(await getDb().clientSecret.findMany(sealed)),
    ...(await getDb().jwtKey.findMany(sealed)),
  ];
  const missing = needed.find(({ kid }) => kid !== null && !ring.keys.has(kid));
  if (missing !== undefined) {
    return fail({
      message: `Stored secrets are sealed with key ${missing.kid}, which is not in the key ring; put that key back (KEYRING_FILE).`,
    });
  }

  const earlierPrint = await getDb().keyCheck.findFirst({
    where: { sealed: { startsWith: printPrefix }, kid: { not: ring.fingerprint.kid } },
    select: { kid: true },
  });
  if (earlierPrint !== null) return fail({ message: printChanged(earlierPrint.kid) });

  const checks = await Promise.all([...ring.keys.values()].map((key) => sealCheck(ring, key)));
  await getDb().keyCheck.createMany({
    data: [...checks, { kid: ring.fingerprint.kid, sealed: printCheck(ring) }],
    skipDuplicates: true,
  });
  return compare(ring);
}

/** Compares the ring with the rows, which this or another instance has written. */
async function compare(ring: KeyRing): Promise<Result<void, { readonly message: string }>> {
  const kids = [...ring.keys.keys(), ring.fingerprint.kid];
  const rows = await getDb().keyCheck.findMany({
    where: { kid: { in: kids } },
    select: { kid: true, sealed: true },
  });
  const stored = new Map(rows.map(({ kid, sealed }) => [kid, sealed]));
  for (const kid of ring.keys.keys()) {
    const opened = await openEnvelope(stored.get(kid) ?? "", contextOf(kid), ring);
    if (opened.ok && opened.value.reveal() === knownText) continue;
    return fail({
      message: `Key ${kid} of the key ring is not the key that had this id before; put the earlier key ring back (KEYRING_FILE).`,
    });
  }
  if (stored.get(ring.fingerprint.kid) === printCheck(ring)) return succeed(undefined);
  return fail({ message: printChanged(ring.fingerprint.kid) });
}

async function sealCheck(ring: KeyRing, key: SealingKey): Promise<{ kid: string; sealed: string }> {
  const { sealed } = await sealEnvelope(new Secret(knownText), contextOf(key.kid), { ...ring, primary: key });
  return { kid: key.kid, sealed };
}

/** Fingerprints begin with an organization id, so this text is never the input of one. */
function printCheck(ring: KeyRing): string {
  return printPrefix + createHmac("sha256", ring.fingerprint.material).update(knownText).digest("base64url");
}

function printChanged(kid: string): string {
  return `The key ring's fingerprint key is not the one this database was written with (${kid}), and it is never rotated; put the earlier key ring back (KEYRING_FILE).`;
}

import type { JwtKeyFacts } from "@/lib/credentials/credential-detail";
import { showFingerprint } from "@/lib/sealing/fingerprint";

/** Selects what `readJwtKey` reads; nothing sealed. */
export const selectJwtKey = {
  fingerprint: true,
  createdAt: true,
  certificateStartsAt: true,
  certificateExpiresAt: true,
} as const;

interface JwtKeyRow {
  readonly fingerprint: Uint8Array;
  readonly createdAt: Date;
  readonly certificateStartsAt: Date | null;
  readonly certificateExpiresAt: Date | null;
}

/** What may be shown of a key. */
export function readJwtKey(row: JwtKeyRow | undefined): JwtKeyFacts | null {
  if (row === undefined) return null;
  const { fingerprint, createdAt, certificateStartsAt, certificateExpiresAt } = row;
  return {
    fingerprint: showFingerprint(fingerprint),
    storedAt: createdAt.toISOString(),
    certificate:
      certificateStartsAt === null || certificateExpiresAt === null
        ? null
        : { startsAt: certificateStartsAt.toISOString(), expiresAt: certificateExpiresAt.toISOString() },
  };
}

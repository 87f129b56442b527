import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import type { Tx } from "@/lib/db/client";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import type { SealedKeyRow } from "./seal-jwt-key";

/** Inserts a sealed key with its event. */
export async function storeJwtKey(
  tx: Tx,
  { viewer, origin }: ActContext,
  { id, name }: { readonly id: string; readonly name: string },
  key: SealedKeyRow,
): Promise<void> {
  await tx.jwtKey.create({ data: key, select: { id: true } });
  await recordEvent(tx, viewer.organizationId, origin, {
    action: "key.stored",
    outcome: "succeeded",
    target: { type: "credential", id, name },
    detail: {
      fingerprint: showFingerprint(key.fingerprint),
      certificateExpiresAt: key.certificateExpiresAt?.toISOString() ?? null,
    },
  });
}

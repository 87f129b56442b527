import type { Tx } from "@/lib/db/client";
import type { Environment } from "@/lib/environment";
import type { Failure } from "@/lib/failure";
import type { LeaseId, OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { type RotationRow, selectRotation } from "./rotation-row";

/** A secret of the credential, as stored. */
export interface StoredSecret {
  readonly id: string;
  readonly state: "pending" | "current" | "previous" | "deleted";
  readonly sealed: string | null;
  readonly fingerprint: Uint8Array;
  readonly adobeSecretId: string | null;
  readonly createdAt: Date;
}

export interface RotatedCredential {
  readonly id: string;
  readonly name: string;
  readonly environment: Environment;
  readonly clientId: string;
  readonly imsOrgId: string | null;
  readonly scopes: readonly string[];
  readonly adobeOrganizationId: string | null;
  readonly adobeCredentialId: string | null;
}

export interface LockedRotation {
  readonly rotation: RotationRow;
  readonly credential: RotatedCredential;
  /** Every secret that still holds a value. */
  readonly secrets: readonly StoredSecret[];
}

/**
 * Reads the credential's live rotation and holds it until the transaction ends. Nobody else's lease may
 * be alive; with `leaseId`, that lease must still be the one. The failure says who is acting.
 */
export async function lockRotation(
  tx: Tx,
  organizationId: OrganizationId,
  credentialId: string,
  leaseId: LeaseId | null = null,
): Promise<Result<LockedRotation, Failure>> {
  const [standing] = await tx.$queryRaw<
    { id: string; isHeld: boolean; isMine: boolean; holderId: string | null }[]
  >`
    SELECT "id", coalesce("leaseUntil" > clock_timestamp(), false) AS "isHeld",
      coalesce("leaseId" = ${leaseId}::uuid, false) AS "isMine", "leaseHolderId" AS "holderId"
    FROM "Rotation"
    WHERE "organizationId" = ${organizationId}::uuid AND "credentialId" = ${credentialId}::uuid
      AND "state" NOT IN ('done', 'cancelled')
    FOR UPDATE`;
  if (standing === undefined) return fail(await explainAbsence(tx, organizationId, credentialId));
  const { id, isHeld, isMine, holderId } = standing;
  if (leaseId === null ? isHeld : !isMine) return fail(await nameHolder(tx, holderId));
  const where = { organizationId, id };
  const rotation = await tx.rotation.findFirstOrThrow({ where, select: selectRotation });
  const credential = await tx.credential.findFirstOrThrow({
    where: { organizationId, id: credentialId },
    select: {
      id: true,
      name: true,
      environment: true,
      clientId: true,
      imsOrgId: true,
      scopes: true,
      adobeOrganizationId: true,
      adobeCredentialId: true,
    },
  });
  const secrets = await tx.clientSecret.findMany({
    where: { organizationId, credentialId, state: { not: "deleted" } },
    select: { id: true, state: true, sealed: true, fingerprint: true, adobeSecretId: true, createdAt: true },
  });
  return succeed({ rotation, credential, secrets });
}

async function explainAbsence(tx: Tx, organizationId: OrganizationId, id: string): Promise<Failure> {
  const credential = await tx.credential.findFirst({
    where: { organizationId, id, deletedAt: null },
    select: { id: true },
  });
  if (credential === null) return { kind: "not_found" };
  return { kind: "conflict", message: "No rotation of this credential is under way. Start one first." };
}

async function nameHolder(tx: Tx, holderId: string | null): Promise<Failure> {
  const holder =
    holderId === null ? null : await tx.user.findUnique({ where: { id: holderId }, select: { name: true } });
  const who = holder?.name ?? "Somebody";
  return {
    kind: "conflict",
    message: `${who} is working on this rotation at this moment, so nothing was done. The page shows what comes of it.`,
  };
}

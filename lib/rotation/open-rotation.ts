import type { ActContext } from "@/lib/auth/act-context";
import { lockCredential } from "@/lib/credentials/lock-credential";
import { refuseDuringMigration } from "@/lib/credentials/refuse-during-migration";
import type { Tx } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { newRotationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { explainMissingIds } from "@/lib/rotation/console/read-slots";
import type { RotationMode } from "@/lib/rotation/policy/rotation-state";
import { refuse } from "./refuse-out-of-turn";

interface WantedRotation {
  readonly credentialId: string;
  readonly mode: RotationMode;
  readonly quietHours: number;
  readonly isEmergency: boolean;
}

/** Makes the row of a new rotation, after everything that can be asked without calling Adobe. */
export async function openRotation(
  tx: Tx,
  { viewer }: ActContext,
  wanted: WantedRotation,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = viewer;
  const { credentialId, mode } = wanted;
  const locked = await lockCredential(tx, organizationId, credentialId);
  if (locked === null) return fail({ kind: "not_found" });
  if (locked.archivedAt !== null) return refuse("This credential is archived. Restore it before you rotate.");
  if (locked.kind === "migrating") return refuseDuringMigration(credentialId);
  if (locked.kind === "jwt") return fail(explainJwt(credentialId));
  const live = await tx.rotation.findFirst({
    where: { organizationId, credentialId, state: { notIn: ["done", "cancelled"] } },
    select: { startedById: true },
  });
  if (live !== null) return refuse(await explainLive(tx, live.startedById));
  if (mode === "api") {
    const refusal = await refuseApi(tx, organizationId, credentialId);
    if (refusal !== null) return refusal;
  }
  const current = await tx.clientSecret.findFirst({
    where: { organizationId, credentialId, state: "current" },
    select: { id: true },
  });
  if (current === null) return refuse("No client secret is stored. Store one under Secrets first.");
  await tx.rotation.create({
    data: {
      ...wanted,
      id: newRotationId(),
      organizationId,
      state: "binding",
      oldSecretId: current.id,
      startedAt: new Date(),
      startedById: userId,
    },
    select: { id: true },
  });
  return succeed(null);
}

function explainJwt(credentialId: string): Failure {
  return {
    kind: "conflict",
    message:
      "This is a JWT credential. Adobe rotates the secrets of OAuth Server-to-Server credentials only, so migrate it first.",
    href: `/credentials/${credentialId}/migration`,
    hrefLabel: "Migrate to OAuth Server-to-Server",
  };
}

async function explainLive(tx: Tx, startedById: string): Promise<string> {
  const starter = await tx.user.findUnique({ where: { id: startedById }, select: { name: true } });
  const who = starter?.name ?? "Somebody";
  return `${who} has started a rotation of this credential already, so nothing was done. Go on with that one.`;
}

async function refuseApi(
  tx: Tx,
  organizationId: string,
  credentialId: string,
): Promise<Result<never, Failure> | null> {
  const credential = await tx.credential.findFirstOrThrow({
    where: { organizationId, id: credentialId },
    select: { environment: true, adobeOrganizationId: true, adobeCredentialId: true },
  });
  if (credential.environment === "stage") {
    return refuse("On Stage, Adobe offers no API for secrets, so nothing was done. Rotate by hand instead.");
  }
  const { adobeOrganizationId, adobeCredentialId } = credential;
  return adobeOrganizationId === null || adobeCredentialId === null
    ? fail(explainMissingIds(credentialId))
    : null;
}

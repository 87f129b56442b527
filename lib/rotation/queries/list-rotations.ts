import { getDb } from "@/lib/db/client";
import type { CredentialId, OrganizationId } from "@/lib/ids";
import type { RotationLine } from "@/lib/rotation/view/rotation-view";

const maxRows = 50;

/** The rotations of a credential that have ended, newest first. Those that never began are left out. */
export async function listRotations(
  organizationId: OrganizationId,
  credentialId: CredentialId,
): Promise<RotationLine[]> {
  const db = getDb();
  const rows = await db.rotation.findMany({
    where: {
      organizationId,
      credentialId,
      boundAt: { not: null },
      state: { in: ["done", "cancelled"] },
      endedAt: { not: null },
    },
    orderBy: { id: "desc" },
    take: maxRows,
    select: {
      id: true,
      state: true,
      mode: true,
      isEmergency: true,
      startedAt: true,
      startedById: true,
      endedAt: true,
    },
  });
  const people = await db.user.findMany({
    where: { id: { in: rows.map(({ startedById }) => startedById) } },
    select: { id: true, name: true },
  });
  return rows.map((row) => ({
    id: row.id,
    outcome: row.state === "done" ? "done" : "cancelled",
    mode: row.mode,
    isEmergency: row.isEmergency,
    startedAt: row.startedAt.toISOString(),
    startedByName: people.find(({ id }) => id === row.startedById)?.name ?? "",
    endedAt: (row.endedAt ?? row.startedAt).toISOString(),
  }));
}

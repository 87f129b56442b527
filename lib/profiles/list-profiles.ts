/**
 * The room of product profile notes: what people know of the profiles that are attached to a credential at
 * Adobe. Nothing here calls Adobe, and no secret passes through.
 */

import { type Clock, systemClock } from "@/lib/clock";
import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import type { OverdueReview, ProfileNote } from "./profile-note";

/** The notes of a credential, by product and profile. */
export async function listProfiles(
  organizationId: OrganizationId,
  credentialId: string,
  clock: Clock = systemClock,
): Promise<readonly ProfileNote[]> {
  const rows = await getDb().productProfileNote.findMany({
    where: { organizationId, credentialId, credential: { deletedAt: null } },
    orderBy: [{ product: "asc" }, { profile: "asc" }, { id: "asc" }],
    select: {
      id: true,
      product: true,
      profile: true,
      opens: true,
      askedBy: true,
      reason: true,
      approvedBy: true,
      reviewOn: true,
      link: true,
    },
  });
  const today = dayOf(clock.now());
  return rows.map(({ reviewOn, ...row }) => {
    const day = reviewOn === null ? "" : dayOf(reviewOn);
    return { ...row, reviewOn: day, isOverdue: day !== "" && day <= today };
  });
}

const maxOverdue = 20;

/** Notes of credentials in use whose day of review has come, the longest overdue first, 20 at most. */
export async function listOverdueReviews(
  organizationId: OrganizationId,
  clock: Clock = systemClock,
): Promise<readonly OverdueReview[]> {
  const rows = await getDb().productProfileNote.findMany({
    where: {
      organizationId,
      reviewOn: { lte: clock.now() },
      credential: { deletedAt: null, archivedAt: null },
    },
    orderBy: [{ reviewOn: "asc" }, { id: "asc" }],
    take: maxOverdue,
    select: {
      id: true,
      product: true,
      profile: true,
      reviewOn: true,
      credential: { select: { id: true, name: true } },
    },
  });
  return rows.flatMap(({ credential, reviewOn, ...row }) =>
    reviewOn === null
      ? []
      : [{ ...row, credentialId: credential.id, credentialName: credential.name, reviewOn: dayOf(reviewOn) }],
  );
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

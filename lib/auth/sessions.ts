/**
 * The room of who may do what. A session is a row: the browser's cookie names it and proves nothing
 * else, and whoever it belongs to, in which organization and role, is read anew for every page and act.
 * No password, cookie or session name leaves this room in a log, an event or an error.
 */

import type { EventOrigin } from "@/lib/audit/event";
import { recordEvent } from "@/lib/audit/record-event";
import type { Tx } from "@/lib/db/client";
import { getDb } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import {
  type OrganizationId,
  organizationIdSchema,
  sessionIdSchema,
  type UserId,
  userIdSchema,
} from "@/lib/ids";
import type { Secret } from "@/lib/secret";
import { hashSid, newSid } from "./sid";
import type { Viewer } from "./viewer";

const idleMs = 30 * 60 * 1000;
const absoluteMs = 8 * 60 * 60 * 1000;
const stepUpMs = 5 * 60 * 1000;
const seenEveryMs = 60 * 1000;
const maxSessionsPerUser = 5;

export interface StartedSession {
  readonly sid: Secret;
  readonly expiresAt: Date;
}

interface NewSession {
  readonly userId: UserId;
  readonly userName: string;
  readonly organizationId: OrganizationId;
  /** Where the sign-in came from; the actor is the user. */
  readonly origin: EventOrigin;
}

/**
 * Starts a session inside the caller's transaction, with its event. Sessions of this user that ran out
 * are cleared away, and the oldest go when there are too many; each leaves an event.
 */
export async function startSession(tx: Tx, session: NewSession, now: Date): Promise<StartedSession> {
  const { userId, userName, organizationId, origin } = session;
  // Sign-ins of one user take turns, or six at once would each count four others.
  await tx.$executeRaw`SELECT 1 FROM "User" WHERE "id" = ${userId}::uuid FOR UPDATE`;
  const rows = await tx.session.findMany({
    where: { userId },
    orderBy: { signedInAt: "asc" },
    select: { sidHash: true, organizationId: true, lastSeenAt: true, expiresAt: true },
  });
  let live = rows.filter((row) => whyOver(row, now) === null).length;
  const ended: { readonly organizationId: string; readonly reason: "idle" | "expired" | "replaced" }[] = [];
  for (const row of rows) {
    const reason = whyOver(row, now) ?? (live >= maxSessionsPerUser ? "replaced" : null);
    if (reason === null) continue;
    if (reason === "replaced") live -= 1;
    await tx.session.delete({ where: { sidHash: row.sidHash }, select: { userId: true } });
    ended.push({ organizationId: row.organizationId, reason });
  }
  const sid = newSid();
  const expiresAt = new Date(now.getTime() + absoluteMs);
  await tx.session.create({
    data: {
      sidHash: hashSid(sid),
      userId,
      organizationId,
      signedInAt: now,
      steppedUpAt: now,
      lastSeenAt: now,
      expiresAt,
    },
    select: { userId: true },
  });
  const target = { type: "user", id: userId, name: userName } as const;
  for (const { organizationId: chain, reason } of ended) {
    const byPerson = reason === "replaced";
    const endOrigin: EventOrigin = byPerson ? origin : { ...origin, actor: { type: "system" } };
    await recordEvent(tx, organizationIdSchema.parse(chain), endOrigin, {
      action: "session.ended",
      outcome: "succeeded",
      target,
      detail: { reason },
    });
  }
  await recordEvent(tx, organizationId, origin, {
    action: "session.started",
    outcome: "succeeded",
    target,
    detail: {},
  });
  return { sid, expiresAt };
}

/**
 * Whose session this is, straight from the database: not run out, not idle for half an hour, the user
 * not disabled and still a member. Null for everything else. Changes nothing.
 */
export async function findSessionViewer(sid: Secret, now: Date): Promise<Viewer | null> {
  const row = await getDb().session.findUnique({
    where: { sidHash: hashSid(sid) },
    select: {
      signedInAt: true,
      steppedUpAt: true,
      lastSeenAt: true,
      expiresAt: true,
      organization: { select: { id: true, name: true } },
      user: {
        select: {
          id: true,
          name: true,
          email: true,
          disabledAt: true,
          memberships: { select: { organizationId: true, role: true } },
        },
      },
    },
  });
  if (row === null || whyOver(row, now) !== null || row.user.disabledAt !== null) return null;
  const membership = row.user.memberships.find((one) => one.organizationId === row.organization.id);
  if (membership === undefined) return null;
  return {
    userId: userIdSchema.parse(row.user.id),
    name: row.user.name,
    email: row.user.email,
    organizationId: organizationIdSchema.parse(row.organization.id),
    organizationName: row.organization.name,
    role: membership.role,
    sessionId: sessionIdSchema.parse(Buffer.from(hashSid(sid)).toString("hex")),
    signedInAt: row.signedInAt,
    steppedUpAt: row.steppedUpAt,
    expiresAt: row.expiresAt,
  };
}

function whyOver(
  row: { readonly lastSeenAt: Date; readonly expiresAt: Date },
  now: Date,
): "idle" | "expired" | null {
  if (row.expiresAt <= now) return "expired";
  return now.getTime() - row.lastSeenAt.getTime() >= idleMs ? "idle" : null;
}

/** Notes that the person is still there, at most once a minute. */
export async function touchSession(sid: Secret, now: Date): Promise<void> {
  await getDb().session.updateMany({
    where: { sidHash: hashSid(sid), lastSeenAt: { lt: new Date(now.getTime() - seenEveryMs) } },
    data: { lastSeenAt: now },
  });
}

/** Whether the person proved who they are within the last five minutes. */
export function isSteppedUp(viewer: Viewer, now: Date): boolean {
  return now.getTime() - viewer.steppedUpAt.getTime() < stepUpMs;
}

/** Signs out: the row goes, so a copy of the cookie is worth nothing from now on. */
export async function endSession(sid: Secret, origin: EventOrigin, viewer: Viewer): Promise<void> {
  await inTransaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { sidHash: hashSid(sid) } });
    if (count === 0) return;
    await recordEvent(tx, viewer.organizationId, origin, {
      action: "session.ended",
      outcome: "succeeded",
      target: { type: "user", id: viewer.userId, name: viewer.name },
      detail: { reason: "signed_out" },
    });
  });
}

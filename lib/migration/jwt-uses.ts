import type { Tx } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import { later } from "./later";

type Reader = Pick<Tx, "jwtKey" | "tokenTest" | "secretGrant">;

interface JwtUses {
  /** When Latchkey last exchanged a JWT of this credential, or may have; null where it never did. */
  readonly ownJwtUseAt: Date | null;
  /** Adobe's last answer was that it exchanges none any more. */
  readonly isJwtEnded: boolean;
  /** The newest test with the key, for people. */
  readonly lastTest: JwtTest | null;
}

export interface JwtTest {
  readonly requestedAt: Date;
  readonly outcome: "pending" | "succeeded" | "failed";
  readonly failureCode: string | null;
}

/** What our own exchanges tell, tests and others. One that was never answered may have been granted. */
export async function findJwtUses(
  db: Reader,
  organizationId: OrganizationId,
  credentialId: string,
): Promise<JwtUses> {
  const keys = await db.jwtKey.findMany({ where: { organizationId, credentialId }, select: { id: true } });
  const clientSecretId = { in: keys.map(({ id }) => id) };
  const ofKeys = { organizationId, credentialId, clientSecretId };
  const orderBy = { requestedAt: "desc" } as const;
  const used = await db.tokenTest.findFirst({
    where: { ...ofKeys, outcome: { in: ["succeeded", "pending"] } },
    orderBy,
    select: { requestedAt: true, answeredAt: true },
  });
  const lastTest = await db.tokenTest.findFirst({
    where: ofKeys,
    orderBy,
    select: { requestedAt: true, outcome: true, failureCode: true },
  });
  const granted = await db.secretGrant.findFirst({
    where: { organizationId, clientSecretId },
    orderBy: { sentAt: "desc" },
    select: { sentAt: true, answeredAt: true },
  });
  return {
    ownJwtUseAt: later(
      used === null ? null : (used.answeredAt ?? used.requestedAt),
      granted === null ? null : (granted.answeredAt ?? granted.sentAt),
    ),
    isJwtEnded: lastTest?.failureCode === "jwt_ended",
    lastTest,
  };
}

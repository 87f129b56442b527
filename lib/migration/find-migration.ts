import type { CredentialDetail } from "@/lib/credentials/credential-detail";
import { judgeHealth, readFailureCode } from "@/lib/credentials/credential-health";
import { judgeCertificate } from "@/lib/credentials/jwt/judge-certificate";
import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import { findJwtEra } from "./end-of-life";
import { findJwtUses, type JwtTest } from "./jwt-uses";
import { judgeMigration, judgeSteps, type MigrationStanding } from "./migration-policy";
import type { MigrationView, TestNote } from "./migration-view";

/** Where the migration of a credential stands; null where it is OAuth and never was anything else. */
export async function findMigration(
  organizationId: OrganizationId,
  credential: Pick<CredentialDetail, "id" | "kind" | "secret" | "scopes" | "jwtKey">,
  now: Date,
): Promise<MigrationView | null> {
  const { id: credentialId, kind, scopes, jwtKey } = credential;
  const db = getDb();
  const where = { organizationId, credentialId };
  const newest = await db.migration.findFirst({ where, orderBy: { startedAt: "desc" } });
  // One that was cancelled is history: the page begins anew.
  const migration = newest?.isFinished === false ? null : newest;
  if (migration === null && kind === "oauth") return null;
  const [uses, oauthTest, consumers, people] = await Promise.all([
    findJwtUses(db, organizationId, credentialId),
    findOauthTest(organizationId, credentialId),
    db.consumer.count({ where: { ...where, removedAt: null } }),
    db.user.findMany({
      where: { id: { in: [migration?.startedById, migration?.endedById].filter((id) => id != null) } },
      select: { id: true, name: true },
    }),
  ]);
  const nameOf = (id: string | null) => people.find((person) => person.id === id)?.name ?? "";
  const standing = findStanding(migration);
  const unlock = judgeMigration({
    ...{ hasSecret: credential.secret !== null, oauthWorkedAt: migration?.oauthWorkedAt ?? null, ...uses },
    typed:
      migration === null || migration.useTypedAt === null
        ? null
        : {
            at: migration.useTypedAt,
            lastJwtUseAt: migration.lastJwtUseAt,
            lastOauthUseAt: migration.lastOauthUseAt,
          },
  });
  const certificate = jwtKey?.certificate ?? null;
  return {
    ...{ kind, standing, era: findJwtEra(now), isJwtEnded: uses.isJwtEnded, key: jwtKey, scopes, consumers },
    certificate: certificate === null ? null : judgeCertificate(certificate, now),
    started:
      migration === null
        ? null
        : { at: migration.startedAt.toISOString(), byName: nameOf(migration.startedById) },
    ended:
      migration?.endedAt == null
        ? null
        : { at: migration.endedAt.toISOString(), byName: nameOf(migration.endedById) },
    secretStoredAt: migration?.secretStoredAt?.toISOString() ?? null,
    tests: { jwt: noteTest(uses.lastTest), oauth: noteTest(oauthTest) },
    typed:
      migration === null || migration.useTypedAt === null
        ? null
        : {
            at: migration.useTypedAt.toISOString(),
            lastJwtUseAt: migration.lastJwtUseAt?.toISOString() ?? null,
            lastOauthUseAt: migration.lastOauthUseAt?.toISOString() ?? null,
          },
    ownJwtUseAt: uses.ownJwtUseAt?.toISOString() ?? null,
    isUnlocked: unlock.isUnlocked,
    met: unlock.met,
    quietFrom: unlock.quietFrom?.toISOString() ?? null,
    steps: judgeSteps(standing, unlock),
  };
}

function findStanding(migration: { readonly endedAt: Date | null } | null): MigrationStanding {
  if (migration === null) return "not_started";
  return migration.endedAt === null ? "open" : "finished";
}

/** The newest test by the client secret that is stored now. */
async function findOauthTest(organizationId: OrganizationId, credentialId: string): Promise<JwtTest | null> {
  const db = getDb();
  const secret = await db.clientSecret.findFirst({
    where: { organizationId, credentialId, state: "current" },
    select: { id: true },
  });
  if (secret === null) return null;
  return db.tokenTest.findFirst({
    where: { organizationId, credentialId, clientSecretId: secret.id },
    orderBy: { requestedAt: "desc" },
    select: { requestedAt: true, outcome: true, failureCode: true },
  });
}

function noteTest(test: JwtTest | null): TestNote | null {
  if (test === null) return null;
  const { requestedAt, outcome, failureCode } = test;
  return {
    at: requestedAt.toISOString(),
    health: judgeHealth({ outcome, failureCode: readFailureCode(failureCode) }),
  };
}

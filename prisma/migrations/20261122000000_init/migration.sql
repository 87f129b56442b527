-- The whole shape of the database. prisma/schema.prisma mirrors the tables. The partial indexes,
-- checks and triggers at the end are what Prisma's schema language cannot say.

CREATE TYPE "Role" AS ENUM ('owner', 'admin', 'operator', 'auditor');
CREATE TYPE "Environment" AS ENUM ('production', 'stage', 'sandbox');
CREATE TYPE "CredentialKind" AS ENUM ('oauth', 'jwt', 'migrating');
CREATE TYPE "SecretState" AS ENUM ('pending', 'current', 'previous', 'deleted');
CREATE TYPE "TestOutcome" AS ENUM ('pending', 'succeeded', 'failed');

CREATE TABLE "Organization" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "imsOrgId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organization_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabledAt" TIMESTAMPTZ(3),

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Membership" (
    "organizationId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("organizationId","userId")
);

CREATE TABLE "Session" (
    "sidHash" BYTEA NOT NULL,
    "userId" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "signedInAt" TIMESTAMPTZ(3) NOT NULL,
    "steppedUpAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("sidHash")
);

CREATE TABLE "Credential" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sortName" TEXT NOT NULL,
    "environment" "Environment" NOT NULL,
    "kind" "CredentialKind" NOT NULL DEFAULT 'oauth',
    "clientId" TEXT NOT NULL,
    "imsOrgId" TEXT,
    "technicalAccountId" TEXT,
    "technicalAccountEmail" TEXT,
    "scopes" TEXT[] NOT NULL,
    "adobeOrganizationId" TEXT,
    "adobeProjectId" TEXT,
    "adobeCredentialId" TEXT,
    "notes" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdById" UUID NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),
    "deletedAt" TIMESTAMPTZ(3),
    "coolDownUntil" TIMESTAMPTZ(3),
    "lastTestAt" TIMESTAMPTZ(3),
    "lastTestOutcome" "TestOutcome",
    "lastTestFailureCode" TEXT,
    "lastTestDurationMs" INTEGER,

    CONSTRAINT "Credential_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ClientSecret" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "credentialId" UUID NOT NULL,
    "state" "SecretState" NOT NULL,
    "sealed" TEXT,
    "kid" TEXT,
    "fingerprint" BYTEA NOT NULL,
    "adobeSecretId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdById" UUID NOT NULL,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ClientSecret_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "TokenTest" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "credentialId" UUID NOT NULL,
    "clientSecretId" UUID NOT NULL,
    "requestedById" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),
    "outcome" "TestOutcome" NOT NULL,
    "failureCode" TEXT,
    "httpStatus" INTEGER,
    "retryAfterSeconds" INTEGER,
    "tries" INTEGER,
    "durationMs" INTEGER,
    "expiresAt" TIMESTAMPTZ(3),
    "requestedScopes" TEXT[] NOT NULL,
    "grantedScopes" TEXT[] NOT NULL,
    "tokenFingerprint" TEXT,
    "debugId" TEXT,

    CONSTRAINT "TokenTest_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "AuditEvent" (
    "organizationId" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "id" UUID NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "actorType" TEXT NOT NULL,
    "actorId" UUID,
    "actorName" TEXT NOT NULL,
    "targetType" TEXT,
    "targetId" UUID,
    "targetName" TEXT,
    "requestId" UUID,
    "kid" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("organizationId","seq")
);

CREATE TABLE "KeyCheck" (
    "kid" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KeyCheck_pkey" PRIMARY KEY ("kid")
);

CREATE TABLE "RateBudget" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "windowEndsAt" TIMESTAMPTZ(3) NOT NULL,
    "blockedUntil" TIMESTAMPTZ(3),
    "spentAt" TIMESTAMPTZ(3)[] NOT NULL DEFAULT ARRAY[]::TIMESTAMPTZ(3)[],

    CONSTRAINT "RateBudget_pkey" PRIMARY KEY ("key")
);

CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
CREATE INDEX "Membership_userId_idx" ON "Membership"("userId");
CREATE INDEX "Session_userId_idx" ON "Session"("userId");
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");
CREATE INDEX "Credential_organizationId_sortName_id_idx" ON "Credential"("organizationId", "sortName", "id");
CREATE UNIQUE INDEX "Credential_organizationId_id_key" ON "Credential"("organizationId", "id");
CREATE INDEX "ClientSecret_organizationId_credentialId_idx" ON "ClientSecret"("organizationId", "credentialId");
CREATE INDEX "ClientSecret_organizationId_fingerprint_idx" ON "ClientSecret"("organizationId", "fingerprint");
CREATE UNIQUE INDEX "ClientSecret_organizationId_id_key" ON "ClientSecret"("organizationId", "id");
CREATE INDEX "TokenTest_organizationId_credentialId_requestedAt_idx" ON "TokenTest"("organizationId", "credentialId", "requestedAt" DESC);
CREATE UNIQUE INDEX "TokenTest_organizationId_id_key" ON "TokenTest"("organizationId", "id");
CREATE UNIQUE INDEX "AuditEvent_id_key" ON "AuditEvent"("id");
CREATE INDEX "AuditEvent_organizationId_action_seq_idx" ON "AuditEvent"("organizationId", "action", "seq" DESC);
CREATE INDEX "AuditEvent_organizationId_targetId_seq_idx" ON "AuditEvent"("organizationId", "targetId", "seq" DESC);
CREATE INDEX "AuditEvent_organizationId_actorId_seq_idx" ON "AuditEvent"("organizationId", "actorId", "seq" DESC);
CREATE INDEX "AuditEvent_organizationId_outcome_seq_idx" ON "AuditEvent"("organizationId", "outcome", "seq" DESC);
CREATE INDEX "AuditEvent_organizationId_occurredAt_idx" ON "AuditEvent"("organizationId", "occurredAt");
CREATE INDEX "RateBudget_windowEndsAt_idx" ON "RateBudget"("windowEndsAt");

ALTER TABLE "Membership" ADD CONSTRAINT "Membership_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Session" ADD CONSTRAINT "Session_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Credential" ADD CONSTRAINT "Credential_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ClientSecret" ADD CONSTRAINT "ClientSecret_organizationId_credentialId_fkey" FOREIGN KEY ("organizationId", "credentialId") REFERENCES "Credential"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "TokenTest" ADD CONSTRAINT "TokenTest_organizationId_credentialId_fkey" FOREIGN KEY ("organizationId", "credentialId") REFERENCES "Credential"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A credential has at most one current secret.
CREATE UNIQUE INDEX "ClientSecret_current_key" ON "ClientSecret"("organizationId", "credentialId") WHERE "state" = 'current';

-- A client ID is registered once per organization and environment. Archived rows count, since they can
-- be restored. Gravestones do not.
CREATE UNIQUE INDEX "Credential_clientId_key" ON "Credential"("organizationId", "environment", "clientId") WHERE "deletedAt" IS NULL;

-- The usual list: neither archived nor deleted, by name.
CREATE INDEX "Credential_list_idx" ON "Credential"("organizationId", "sortName", "id") WHERE "archivedAt" IS NULL AND "deletedAt" IS NULL;

-- Which keys the sealed rows need.
CREATE INDEX "ClientSecret_kid_idx" ON "ClientSecret"("kid") WHERE "kid" IS NOT NULL;

ALTER TABLE "Organization"
    ADD CONSTRAINT "Organization_name_check" CHECK (char_length("name") BETWEEN 1 AND 200),
    ADD CONSTRAINT "Organization_imsOrgId_check" CHECK (char_length("imsOrgId") BETWEEN 1 AND 200);

ALTER TABLE "User"
    ADD CONSTRAINT "User_email_check" CHECK ("email" = lower("email") AND char_length("email") BETWEEN 1 AND 320),
    ADD CONSTRAINT "User_name_check" CHECK (char_length("name") BETWEEN 1 AND 200),
    ADD CONSTRAINT "User_passwordHash_check" CHECK ("passwordHash" LIKE '$argon2id$%' AND char_length("passwordHash") <= 500);

ALTER TABLE "Session"
    ADD CONSTRAINT "Session_sidHash_check" CHECK (octet_length("sidHash") = 32),
    ADD CONSTRAINT "Session_expiresAt_check" CHECK ("expiresAt" > "signedInAt");

ALTER TABLE "Credential"
    ADD CONSTRAINT "Credential_name_check" CHECK (char_length("name") BETWEEN 1 AND 200),
    ADD CONSTRAINT "Credential_sortName_check" CHECK (char_length("sortName") BETWEEN 1 AND 600),
    ADD CONSTRAINT "Credential_clientId_check" CHECK (char_length("clientId") BETWEEN 1 AND 200),
    ADD CONSTRAINT "Credential_imsOrgId_check" CHECK (char_length("imsOrgId") BETWEEN 1 AND 200),
    ADD CONSTRAINT "Credential_technicalAccountId_check" CHECK (char_length("technicalAccountId") BETWEEN 1 AND 200),
    ADD CONSTRAINT "Credential_technicalAccountEmail_check" CHECK (char_length("technicalAccountEmail") BETWEEN 1 AND 320),
    ADD CONSTRAINT "Credential_scopes_check" CHECK (cardinality("scopes") <= 200 AND char_length(array_to_string("scopes", ',', '')) <= 40200),
    ADD CONSTRAINT "Credential_adobeOrganizationId_check" CHECK (char_length("adobeOrganizationId") BETWEEN 1 AND 200),
    ADD CONSTRAINT "Credential_adobeProjectId_check" CHECK (char_length("adobeProjectId") BETWEEN 1 AND 200),
    ADD CONSTRAINT "Credential_adobeCredentialId_check" CHECK (char_length("adobeCredentialId") BETWEEN 1 AND 200),
    ADD CONSTRAINT "Credential_notes_check" CHECK (char_length("notes") <= 10000),
    ADD CONSTRAINT "Credential_version_check" CHECK ("version" > 0),
    ADD CONSTRAINT "Credential_lastTest_check" CHECK (
        ("lastTestAt" IS NULL) = ("lastTestOutcome" IS NULL)
        AND "lastTestDurationMs" >= 0
        AND char_length("lastTestFailureCode") BETWEEN 1 AND 100
    );

-- A deleted secret is a blanked one: its sealed value is gone, its fingerprint stays for the record.
ALTER TABLE "ClientSecret"
    ADD CONSTRAINT "ClientSecret_sealed_check" CHECK (
        ("sealed" IS NULL) = ("state" = 'deleted')
        AND ("kid" IS NULL) = ("sealed" IS NULL)
        AND ("deletedAt" IS NULL) = ("sealed" IS NOT NULL)
        AND char_length("sealed") BETWEEN 1 AND 20000
        AND char_length("kid") BETWEEN 1 AND 100
    ),
    ADD CONSTRAINT "ClientSecret_fingerprint_check" CHECK (octet_length("fingerprint") = 32),
    ADD CONSTRAINT "ClientSecret_adobeSecretId_check" CHECK (char_length("adobeSecretId") BETWEEN 1 AND 200);

ALTER TABLE "TokenTest"
    ADD CONSTRAINT "TokenTest_outcome_check" CHECK (
        ("outcome" = 'pending') = ("answeredAt" IS NULL)
        AND ("failureCode" IS NULL OR "outcome" = 'failed')
    ),
    ADD CONSTRAINT "TokenTest_numbers_check" CHECK (
        "httpStatus" BETWEEN 100 AND 999
        AND "retryAfterSeconds" >= 0
        AND "tries" >= 0
        AND "durationMs" >= 0
    ),
    ADD CONSTRAINT "TokenTest_scopes_check" CHECK (cardinality("requestedScopes") <= 200 AND cardinality("grantedScopes") <= 1000),
    ADD CONSTRAINT "TokenTest_failureCode_check" CHECK (char_length("failureCode") BETWEEN 1 AND 100),
    ADD CONSTRAINT "TokenTest_tokenFingerprint_check" CHECK ("tokenFingerprint" ~ '^[0-9a-f]{8}$'),
    ADD CONSTRAINT "TokenTest_debugId_check" CHECK (char_length("debugId") BETWEEN 1 AND 100);

ALTER TABLE "AuditEvent"
    ADD CONSTRAINT "AuditEvent_seq_check" CHECK ("seq" > 0),
    ADD CONSTRAINT "AuditEvent_hash_check" CHECK (octet_length("hash") = 32),
    ADD CONSTRAINT "AuditEvent_signature_check" CHECK (octet_length("signature") = 64),
    ADD CONSTRAINT "AuditEvent_payload_check" CHECK (char_length("payload") BETWEEN 2 AND 262144),
    ADD CONSTRAINT "AuditEvent_words_check" CHECK (
        char_length("action") BETWEEN 1 AND 100
        AND char_length("outcome") BETWEEN 1 AND 100
        AND char_length("actorType") BETWEEN 1 AND 100
        AND char_length("actorName") <= 200
        AND char_length("targetType") BETWEEN 1 AND 100
        AND char_length("targetName") <= 200
        AND char_length("kid") BETWEEN 1 AND 100
    );

ALTER TABLE "KeyCheck"
    ADD CONSTRAINT "KeyCheck_kid_check" CHECK (char_length("kid") BETWEEN 1 AND 100),
    ADD CONSTRAINT "KeyCheck_sealed_check" CHECK (char_length("sealed") BETWEEN 1 AND 20000);

ALTER TABLE "RateBudget"
    ADD CONSTRAINT "RateBudget_key_check" CHECK (char_length("key") BETWEEN 1 AND 200),
    ADD CONSTRAINT "RateBudget_count_check" CHECK ("count" >= 0),
    ADD CONSTRAINT "RateBudget_spentAt_check" CHECK (cardinality("spentAt") <= 1000);

-- Events are only ever added. The app's role lacks the privileges as well. This also stops the owner and
-- any tool that works as the owner, and says why. It fires for replication roles too.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog
    AS $$
BEGIN
    RAISE EXCEPTION 'The audit log only grows: % on "AuditEvent" is refused.', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "AuditEvent_only_grows"
    BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditEvent"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();

ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_only_grows";

-- Legacy JWT keys and migrations away from them, probes, readings of product profiles, results of jobs.

ALTER TABLE "Credential" ADD COLUMN "metascopes" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "Job" ADD COLUMN "result" JSONB;
ALTER TABLE "TokenTest" ADD COLUMN "isPartial" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "JwtKey" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "credentialId" UUID NOT NULL,
    "sealedPrivateKey" TEXT,
    "sealedClientSecret" TEXT,
    "kid" TEXT,
    "fingerprint" BYTEA NOT NULL,
    "certificateStartsAt" TIMESTAMPTZ(3),
    "certificateExpiresAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdById" UUID NOT NULL,
    "destroyedAt" TIMESTAMPTZ(3),

    CONSTRAINT "JwtKey_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "JwtKey_organizationId_id_key" ON "JwtKey"("organizationId", "id");
CREATE INDEX "JwtKey_organizationId_credentialId_idx" ON "JwtKey"("organizationId", "credentialId");
-- One key that may sign per credential.
CREATE UNIQUE INDEX "JwtKey_live_key" ON "JwtKey"("organizationId", "credentialId") WHERE "destroyedAt" IS NULL;
ALTER TABLE "JwtKey" ADD CONSTRAINT "JwtKey_organizationId_credentialId_fkey" FOREIGN KEY ("organizationId", "credentialId") REFERENCES "Credential"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "JwtKey"
    ADD CONSTRAINT "JwtKey_fingerprint_check" CHECK (octet_length("fingerprint") = 32),
    -- A destroyed key keeps nothing of what it was, and a live one has both of its parts.
    ADD CONSTRAINT "JwtKey_destroyed_check" CHECK (
        CASE WHEN "destroyedAt" IS NULL
            THEN "sealedPrivateKey" IS NOT NULL AND "sealedClientSecret" IS NOT NULL AND "kid" IS NOT NULL
            ELSE "sealedPrivateKey" IS NULL AND "sealedClientSecret" IS NULL AND "kid" IS NULL
        END
    );

CREATE TABLE "Migration" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "credentialId" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedById" UUID NOT NULL,
    "secretStoredAt" TIMESTAMPTZ(3),
    "oauthWorkedAt" TIMESTAMPTZ(3),
    "lastJwtUseAt" TIMESTAMPTZ(3),
    "lastOauthUseAt" TIMESTAMPTZ(3),
    "useTypedAt" TIMESTAMPTZ(3),
    "useTypedById" UUID,
    "endedAt" TIMESTAMPTZ(3),
    "endedById" UUID,
    "isFinished" BOOLEAN,

    CONSTRAINT "Migration_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "Migration_organizationId_id_key" ON "Migration"("organizationId", "id");
CREATE INDEX "Migration_organizationId_credentialId_startedAt_idx" ON "Migration"("organizationId", "credentialId", "startedAt" DESC);
CREATE UNIQUE INDEX "Migration_open_key" ON "Migration"("organizationId", "credentialId") WHERE "endedAt" IS NULL;
ALTER TABLE "Migration" ADD CONSTRAINT "Migration_organizationId_credentialId_fkey" FOREIGN KEY ("organizationId", "credentialId") REFERENCES "Credential"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Migration"
    ADD CONSTRAINT "Migration_ended_check" CHECK (
        ("endedAt" IS NULL) = ("isFinished" IS NULL) AND ("endedAt" IS NULL) = ("endedById" IS NULL)
    );

CREATE TABLE "ProbeRun" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "credentialId" UUID NOT NULL,
    "probe" TEXT NOT NULL,
    "tenant" TEXT NOT NULL DEFAULT '',
    "host" TEXT NOT NULL,
    "requestedById" UUID NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),
    "outcome" "TestOutcome" NOT NULL,
    "failureCode" TEXT,
    "httpStatus" INTEGER,
    "durationMs" INTEGER,
    "tries" INTEGER,
    "wasTokenRenewed" BOOLEAN NOT NULL DEFAULT false,
    "retryAfterSeconds" INTEGER,
    "debugId" TEXT,

    CONSTRAINT "ProbeRun_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "ProbeRun_organizationId_id_key" ON "ProbeRun"("organizationId", "id");
CREATE INDEX "ProbeRun_organizationId_credentialId_probe_requestedAt_idx" ON "ProbeRun"("organizationId", "credentialId", "probe", "requestedAt" DESC);
ALTER TABLE "ProbeRun" ADD CONSTRAINT "ProbeRun_organizationId_credentialId_fkey" FOREIGN KEY ("organizationId", "credentialId") REFERENCES "Credential"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ProbeRun"
    ADD CONSTRAINT "ProbeRun_words_check" CHECK (
        char_length("probe") BETWEEN 1 AND 100
        AND char_length("tenant") <= 200
        AND char_length("host") BETWEEN 1 AND 255
        AND char_length("debugId") <= 100
    );

CREATE TABLE "ProfileReading" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "credentialId" UUID NOT NULL,
    "requestedById" UUID NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),
    "outcome" "TestOutcome" NOT NULL,
    "failureCode" TEXT,
    "profiles" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "ProfileReading_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "ProfileReading_organizationId_id_key" ON "ProfileReading"("organizationId", "id");
CREATE INDEX "ProfileReading_organizationId_credentialId_requestedAt_idx" ON "ProfileReading"("organizationId", "credentialId", "requestedAt" DESC);
ALTER TABLE "ProfileReading" ADD CONSTRAINT "ProfileReading_organizationId_credentialId_fkey" FOREIGN KEY ("organizationId", "credentialId") REFERENCES "Credential"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

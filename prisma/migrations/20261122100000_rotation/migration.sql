-- Guided replacement of a client secret: its state machine, who uses the credential, what Adobe says of
-- the use of each secret, long work, and forms that were sent twice.

CREATE TYPE "RotationState" AS ENUM ('binding', 'planned', 'creating', 'created', 'verified', 'promoted', 'deleting', 'cancelling', 'removing', 'done', 'cancelled');
CREATE TYPE "RotationMode" AS ENUM ('api', 'manual');
CREATE TYPE "EvidenceSource" AS ENUM ('adobe', 'typed');
CREATE TYPE "JobState" AS ENUM ('running', 'succeeded', 'failed', 'cancelled');

CREATE TABLE "Consumer" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "credentialId" UUID NOT NULL,
    "system" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "location" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdById" UUID NOT NULL,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Consumer_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Rotation" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "credentialId" UUID NOT NULL,
    "state" "RotationState" NOT NULL,
    "mode" "RotationMode" NOT NULL,
    "isEmergency" BOOLEAN NOT NULL,
    "quietHours" INTEGER NOT NULL,
    "oldSecretId" UUID NOT NULL,
    "newSecretId" UUID,
    "snapshotIds" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "addRequestedAt" TIMESTAMPTZ(3),
    "removingId" TEXT,
    "finding" JSONB,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "startedById" UUID NOT NULL,
    "boundAt" TIMESTAMPTZ(3),
    "addedAt" TIMESTAMPTZ(3),
    "verifiedAt" TIMESTAMPTZ(3),
    "promotedAt" TIMESTAMPTZ(3),
    "promotedById" UUID,
    "endedAt" TIMESTAMPTZ(3),
    "endedById" UUID,
    "overrideReason" TEXT,
    "lastFailureCode" TEXT,
    "lastActAt" TIMESTAMPTZ(3),
    "leaseId" UUID,
    "leaseUntil" TIMESTAMPTZ(3),
    "leaseHolderId" UUID,
    "leaseAct" TEXT,

    CONSTRAINT "Rotation_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "RotationAcknowledgement" (
    "organizationId" UUID NOT NULL,
    "rotationId" UUID NOT NULL,
    "consumerId" UUID NOT NULL,
    "acknowledgedAt" TIMESTAMPTZ(3) NOT NULL,
    "acknowledgedById" UUID NOT NULL,

    CONSTRAINT "RotationAcknowledgement_pkey" PRIMARY KEY ("rotationId","consumerId")
);

CREATE TABLE "SecretUsage" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "credentialId" UUID NOT NULL,
    "rotationId" UUID NOT NULL,
    "secretKey" TEXT NOT NULL,
    "secretCreatedAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),
    "grantType" TEXT,
    "isOurs" BOOLEAN NOT NULL,
    "checkedAt" TIMESTAMPTZ(3) NOT NULL,
    "source" "EvidenceSource" NOT NULL,

    CONSTRAINT "SecretUsage_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "SecretGrant" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "clientSecretId" UUID NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "SecretGrant_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Job" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "requestedById" UUID NOT NULL,
    "state" "JobState" NOT NULL,
    "progress" INTEGER NOT NULL DEFAULT 0,
    "failureCode" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),
    "cancelRequestedAt" TIMESTAMPTZ(3),
    "leaseUntil" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Job_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Idempotency" (
    "organizationId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "key" UUID NOT NULL,
    "claimedAt" TIMESTAMPTZ(3) NOT NULL,
    "leaseUntil" TIMESTAMPTZ(3) NOT NULL,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "Idempotency_pkey" PRIMARY KEY ("organizationId","userId","action","key")
);

CREATE UNIQUE INDEX "Consumer_organizationId_id_key" ON "Consumer"("organizationId", "id");
CREATE INDEX "Consumer_organizationId_credentialId_idx" ON "Consumer"("organizationId", "credentialId");
CREATE UNIQUE INDEX "Rotation_organizationId_id_key" ON "Rotation"("organizationId", "id");
CREATE INDEX "Rotation_organizationId_credentialId_startedAt_idx" ON "Rotation"("organizationId", "credentialId", "startedAt" DESC);
CREATE INDEX "SecretUsage_organizationId_credentialId_checkedAt_idx" ON "SecretUsage"("organizationId", "credentialId", "checkedAt");
CREATE INDEX "SecretGrant_organizationId_clientSecretId_sentAt_idx" ON "SecretGrant"("organizationId", "clientSecretId", "sentAt" DESC);
CREATE UNIQUE INDEX "Job_organizationId_id_key" ON "Job"("organizationId", "id");
CREATE INDEX "Job_organizationId_subjectId_createdAt_idx" ON "Job"("organizationId", "subjectId", "createdAt" DESC);
CREATE INDEX "Idempotency_claimedAt_idx" ON "Idempotency"("claimedAt");

ALTER TABLE "Consumer" ADD CONSTRAINT "Consumer_organizationId_credentialId_fkey" FOREIGN KEY ("organizationId", "credentialId") REFERENCES "Credential"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Rotation" ADD CONSTRAINT "Rotation_organizationId_credentialId_fkey" FOREIGN KEY ("organizationId", "credentialId") REFERENCES "Credential"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "RotationAcknowledgement" ADD CONSTRAINT "RotationAcknowledgement_organizationId_rotationId_fkey" FOREIGN KEY ("organizationId", "rotationId") REFERENCES "Rotation"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "RotationAcknowledgement" ADD CONSTRAINT "RotationAcknowledgement_organizationId_consumerId_fkey" FOREIGN KEY ("organizationId", "consumerId") REFERENCES "Consumer"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "SecretUsage" ADD CONSTRAINT "SecretUsage_organizationId_credentialId_fkey" FOREIGN KEY ("organizationId", "credentialId") REFERENCES "Credential"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Job" ADD CONSTRAINT "Job_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A credential has at most one rotation under way.
CREATE UNIQUE INDEX "Rotation_live_key" ON "Rotation"("organizationId", "credentialId") WHERE "state" NOT IN ('done', 'cancelled');

-- Adobe's ids are kept once among the secrets that still hold a value.
CREATE UNIQUE INDEX "ClientSecret_adobeSecretId_key" ON "ClientSecret"("organizationId", "credentialId", "adobeSecretId") WHERE "state" <> 'deleted';

ALTER TABLE "Consumer"
    ADD CONSTRAINT "Consumer_words_check" CHECK (
        char_length("system") BETWEEN 1 AND 200
        AND char_length("owner") <= 200
        AND char_length("location") <= 500
    );

ALTER TABLE "Rotation"
    ADD CONSTRAINT "Rotation_end_check" CHECK (("endedAt" IS NULL) = ("state" NOT IN ('done', 'cancelled'))),
    ADD CONSTRAINT "Rotation_quietHours_check" CHECK ("quietHours" BETWEEN 24 AND 2160),
    ADD CONSTRAINT "Rotation_newSecret_check" CHECK ("newSecretId" IS NOT NULL OR "state" NOT IN ('created', 'verified', 'promoted', 'deleting', 'done')),
    ADD CONSTRAINT "Rotation_removing_check" CHECK ("removingId" IS NOT NULL OR "state" <> 'removing'),
    ADD CONSTRAINT "Rotation_lease_check" CHECK (
        ("leaseId" IS NULL) = ("leaseUntil" IS NULL)
        AND ("leaseId" IS NULL) = ("leaseHolderId" IS NULL)
        AND ("leaseId" IS NULL) = ("leaseAct" IS NULL)
    ),
    ADD CONSTRAINT "Rotation_words_check" CHECK (
        char_length("overrideReason") BETWEEN 1 AND 500
        AND char_length("lastFailureCode") BETWEEN 1 AND 100
        AND char_length("removingId") BETWEEN 1 AND 200
        AND char_length("leaseAct") BETWEEN 1 AND 100
        AND cardinality("snapshotIds") <= 10
    );

ALTER TABLE "SecretUsage"
    ADD CONSTRAINT "SecretUsage_words_check" CHECK (char_length("secretKey") BETWEEN 1 AND 200 AND char_length("grantType") BETWEEN 1 AND 100);

ALTER TABLE "Job"
    ADD CONSTRAINT "Job_progress_check" CHECK ("progress" BETWEEN 0 AND 100),
    ADD CONSTRAINT "Job_end_check" CHECK (("finishedAt" IS NULL) = ("state" = 'running')),
    ADD CONSTRAINT "Job_words_check" CHECK (char_length("kind") BETWEEN 1 AND 100 AND char_length("failureCode") BETWEEN 1 AND 100);

ALTER TABLE "Idempotency"
    ADD CONSTRAINT "Idempotency_action_check" CHECK (char_length("action") BETWEEN 1 AND 100);

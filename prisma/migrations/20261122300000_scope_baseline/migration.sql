-- The scopes that an organization signed off for a credential. The newest row counts; older ones are history.

CREATE TABLE "ScopeBaseline" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "credentialId" UUID NOT NULL,
    "scopes" TEXT[],
    "approvedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "approvedById" UUID NOT NULL,

    CONSTRAINT "ScopeBaseline_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "ScopeBaseline_organizationId_id_key" ON "ScopeBaseline"("organizationId", "id");
CREATE INDEX "ScopeBaseline_organizationId_credentialId_approvedAt_idx" ON "ScopeBaseline"("organizationId", "credentialId", "approvedAt" DESC);
ALTER TABLE "ScopeBaseline" ADD CONSTRAINT "ScopeBaseline_organizationId_credentialId_fkey" FOREIGN KEY ("organizationId", "credentialId") REFERENCES "Credential"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ScopeBaseline" ADD CONSTRAINT "ScopeBaseline_scopes_check" CHECK (cardinality("scopes") BETWEEN 1 AND 200);

-- What the last test differed in from the baseline; empty where it did not, or where there is none.
ALTER TABLE "Credential" ADD COLUMN "driftedScopes" TEXT[] NOT NULL DEFAULT '{}';

-- What an organization notes of the product profiles that are attached to a credential at Adobe.

CREATE TABLE "ProductProfileNote" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "credentialId" UUID NOT NULL,
    "product" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "opens" TEXT NOT NULL,
    "askedBy" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "approvedBy" TEXT NOT NULL,
    "reviewOn" DATE,
    "link" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdById" UUID NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProductProfileNote_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "ProductProfileNote_organizationId_id_key" ON "ProductProfileNote"("organizationId", "id");
CREATE UNIQUE INDEX "ProductProfileNote_profile_key" ON "ProductProfileNote"("organizationId", "credentialId", "product", "profile");
CREATE INDEX "ProductProfileNote_organizationId_reviewOn_idx" ON "ProductProfileNote"("organizationId", "reviewOn");
ALTER TABLE "ProductProfileNote" ADD CONSTRAINT "ProductProfileNote_organizationId_credentialId_fkey" FOREIGN KEY ("organizationId", "credentialId") REFERENCES "Credential"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ProductProfileNote"
    ADD CONSTRAINT "ProductProfileNote_words_check" CHECK (
        char_length("product") BETWEEN 1 AND 200
        AND char_length("profile") BETWEEN 1 AND 200
        AND char_length("opens") <= 2000
        AND char_length("askedBy") <= 200
        AND char_length("reason") <= 2000
        AND char_length("approvedBy") <= 200
        AND char_length("link") <= 500
    );

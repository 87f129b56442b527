-- How a consumer is reached, how it gets a new secret, and which scopes it needs.

ALTER TABLE "Consumer"
    ADD COLUMN "contact" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "environment" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "redeploy" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "cadence" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "link" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "scopes" TEXT[] NOT NULL DEFAULT '{}';

ALTER TABLE "Consumer"
    ADD CONSTRAINT "Consumer_facts_check" CHECK (
        char_length("contact") <= 200
        AND char_length("environment") <= 100
        AND char_length("redeploy") <= 2000
        AND char_length("cadence") <= 100
        AND char_length("link") <= 500
        AND cardinality("scopes") <= 100
    );

-- What the audit log is looked through by, its retention, and the alarm of a log that was put back.

ALTER TABLE "Organization" ADD COLUMN "retentionDays" INTEGER NOT NULL DEFAULT 400;
ALTER TABLE "Organization" ADD CONSTRAINT "Organization_retentionDays_check" CHECK ("retentionDays" BETWEEN 0 AND 36500);

-- How many events there are of each kind; the chart over ten million of them reads a few thousand rows. Under the
-- nil UUID stands what is about no credential, under the highest one everything once more.
CREATE TABLE "AuditDaily" (
    "organizationId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "credentialId" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "latencyBucket" SMALLINT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "AuditDaily_pkey" PRIMARY KEY ("organizationId","day","credentialId","action","outcome","latencyBucket")
) WITH (fillfactor = 70);

-- Which numbers the events of a day have. Clocks of instances differ, so days can overlap.
CREATE TABLE "AuditDay" (
    "organizationId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "firstSeq" BIGINT NOT NULL,
    "lastSeq" BIGINT NOT NULL,

    CONSTRAINT "AuditDay_pkey" PRIMARY KEY ("organizationId","day")
) WITH (fillfactor = 50);

-- Every name that an actor or a target has had in the log, and between which numbers. "untilSeq" runs ahead, so
-- that few events have to move it.
CREATE TABLE "AuditName" (
    "organizationId" UUID NOT NULL,
    "side" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "firstSeq" BIGINT NOT NULL,
    "untilSeq" BIGINT NOT NULL,

    CONSTRAINT "AuditName_pkey" PRIMARY KEY ("organizationId","side","type","subjectId","name")
);

CREATE TABLE "LogAlarm" (
    "chainId" UUID NOT NULL,
    "receiptSeq" BIGINT NOT NULL,
    "keptSeq" BIGINT NOT NULL,
    "lastSeq" BIGINT NOT NULL,
    "foundAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LogAlarm_pkey" PRIMARY KEY ("chainId")
);

-- Each filter of the log's page, and each pair of them, is one index read from its end.
CREATE INDEX "AuditEvent_organizationId_action_outcome_seq_idx" ON "AuditEvent"("organizationId", "action", "outcome", "seq" DESC);
CREATE INDEX "AuditEvent_organizationId_targetId_action_seq_idx" ON "AuditEvent"("organizationId", "targetId", "action", "seq" DESC);
CREATE INDEX "AuditEvent_organizationId_targetId_outcome_seq_idx" ON "AuditEvent"("organizationId", "targetId", "outcome", "seq" DESC);
CREATE INDEX "AuditEvent_organizationId_actorId_action_seq_idx" ON "AuditEvent"("organizationId", "actorId", "action", "seq" DESC);
CREATE INDEX "AuditEvent_organizationId_actorId_outcome_seq_idx" ON "AuditEvent"("organizationId", "actorId", "outcome", "seq" DESC);
CREATE INDEX "AuditEvent_organizationId_actorId_targetId_seq_idx" ON "AuditEvent"("organizationId", "actorId", "targetId", "seq" DESC);
CREATE INDEX "AuditEvent_organizationId_requestId_seq_idx" ON "AuditEvent"("organizationId", "requestId", "seq" DESC);
-- What nobody in particular and Latchkey itself do has no actor to be found by.
CREATE INDEX "AuditEvent_nobody_seq_idx" ON "AuditEvent"("organizationId", "actorType", "seq" DESC) WHERE "actorId" IS NULL;
CREATE INDEX "AuditEvent_nobody_action_seq_idx" ON "AuditEvent"("organizationId", "actorType", "action", "seq" DESC) WHERE "actorId" IS NULL;
CREATE INDEX "AuditEvent_nobody_outcome_seq_idx" ON "AuditEvent"("organizationId", "actorType", "outcome", "seq" DESC) WHERE "actorId" IS NULL;
CREATE INDEX "AuditEvent_nobody_targetId_seq_idx" ON "AuditEvent"("organizationId", "actorType", "targetId", "seq" DESC) WHERE "actorId" IS NULL;
-- Where nearly all events are of one value, the planner would read the log from its end for any other as well.
ALTER TABLE "AuditEvent"
    ALTER COLUMN "action" SET (n_distinct = 50),
    ALTER COLUMN "outcome" SET (n_distinct = 4),
    ALTER COLUMN "actorType" SET (n_distinct = 3),
    ALTER COLUMN "actorId" SET (n_distinct = 1000),
    ALTER COLUMN "targetId" SET (n_distinct = 1000);
-- Days are found by "AuditDay".
DROP INDEX "AuditEvent_organizationId_occurredAt_idx";

-- 0 holds what was not timed; every other bucket b ends at 2^(b/4) milliseconds, 64 at about a minute.
CREATE FUNCTION "latency_bucket"("durationMs" DOUBLE PRECISION) RETURNS SMALLINT
    LANGUAGE sql
    IMMUTABLE
    RETURN CASE
        WHEN "durationMs" IS NULL THEN 0
        ELSE LEAST(64, GREATEST(1, ceil(4 * ln(GREATEST("durationMs", 1)) / ln(2::DOUBLE PRECISION))))
    END;

-- Runs with the owner's rights: the app's role reads these tables and cannot write them.
CREATE FUNCTION "count_audit_event"() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    AS $$
DECLARE
    "today" CONSTANT DATE := (NEW."occurredAt" AT TIME ZONE 'UTC')::DATE;
    "bucket" SMALLINT := 0;
BEGIN
    IF NEW."action" = 'token.tested' THEN
        "bucket" := "latency_bucket"((NEW."payload"::JSON #>> '{detail,durationMs}')::DOUBLE PRECISION);
    END IF;
    INSERT INTO "AuditDay" AS "known" ("organizationId", "day", "firstSeq", "lastSeq")
        VALUES (NEW."organizationId", "today", NEW."seq", NEW."seq")
        ON CONFLICT ("organizationId", "day") DO UPDATE SET
            "firstSeq" = LEAST("known"."firstSeq", NEW."seq"),
            "lastSeq" = GREATEST("known"."lastSeq", NEW."seq");
    INSERT INTO "AuditDaily" AS "known" ("organizationId", "day", "credentialId", "action", "outcome", "latencyBucket", "count")
        SELECT NEW."organizationId", "today", "about"."id", NEW."action", NEW."outcome", "bucket", 1
        FROM (VALUES
            (CASE WHEN NEW."targetType" = 'credential' AND NEW."targetId" IS NOT NULL THEN NEW."targetId" ELSE '00000000-0000-0000-0000-000000000000' END),
            ('ffffffff-ffff-ffff-ffff-ffffffffffff')
        ) AS "about" ("id")
        ON CONFLICT ("organizationId", "day", "credentialId", "action", "outcome", "latencyBucket") DO UPDATE SET
            "count" = "known"."count" + 1;
    IF NEW."actorId" IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM "AuditName" AS "known"
        WHERE "known"."organizationId" = NEW."organizationId" AND "known"."side" = 'actor'
            AND "known"."type" = NEW."actorType" AND "known"."subjectId" = NEW."actorId" AND "known"."name" = NEW."actorName"
            AND NEW."seq" BETWEEN "known"."firstSeq" AND "known"."untilSeq"
    ) THEN
        INSERT INTO "AuditName" AS "known" ("organizationId", "side", "type", "subjectId", "name", "firstSeq", "untilSeq")
            VALUES (NEW."organizationId", 'actor', NEW."actorType", NEW."actorId", NEW."actorName", NEW."seq", NEW."seq" + 9999)
            ON CONFLICT ("organizationId", "side", "type", "subjectId", "name") DO UPDATE SET
                "firstSeq" = LEAST("known"."firstSeq", excluded."firstSeq"),
                "untilSeq" = GREATEST("known"."untilSeq", excluded."untilSeq");
    END IF;
    IF NEW."targetId" IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM "AuditName" AS "known"
        WHERE "known"."organizationId" = NEW."organizationId" AND "known"."side" = 'target'
            AND "known"."type" = COALESCE(NEW."targetType", '') AND "known"."subjectId" = NEW."targetId" AND "known"."name" = COALESCE(NEW."targetName", '')
            AND NEW."seq" BETWEEN "known"."firstSeq" AND "known"."untilSeq"
    ) THEN
        INSERT INTO "AuditName" AS "known" ("organizationId", "side", "type", "subjectId", "name", "firstSeq", "untilSeq")
            VALUES (NEW."organizationId", 'target', COALESCE(NEW."targetType", ''), NEW."targetId", COALESCE(NEW."targetName", ''), NEW."seq", NEW."seq" + 9999)
            ON CONFLICT ("organizationId", "side", "type", "subjectId", "name") DO UPDATE SET
                "firstSeq" = LEAST("known"."firstSeq", excluded."firstSeq"),
                "untilSeq" = GREATEST("known"."untilSeq", excluded."untilSeq");
    END IF;
    RETURN NULL;
END
$$;

-- Only what a signed record says was exported is ever removed, by whomever.
CREATE FUNCTION "refuse_unsealed_deletion"() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM "AuditEvent" AS "seal"
        WHERE "seal"."organizationId" = OLD."organizationId"
            AND "seal"."action" = 'log.sealed'
            AND "seal"."seq" > OLD."seq"
            AND ("seal"."payload"::JSONB #>> '{detail,lastSeq}')::BIGINT >= OLD."seq"
    ) THEN
        RAISE EXCEPTION 'The audit log only grows: % on "AuditEvent" is refused.', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END
$$;

-- A function that runs with its owner's rights finds its tables in one place, whatever its caller has set.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION "count_audit_event"() SET search_path = %I, pg_catalog, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION "refuse_unsealed_deletion"() SET search_path = %I, pg_catalog, pg_temp', current_schema());
END
$$;

-- What is there already, counted once.
INSERT INTO "AuditDay" ("organizationId", "day", "firstSeq", "lastSeq")
    SELECT "organizationId", ("occurredAt" AT TIME ZONE 'UTC')::DATE, min("seq"), max("seq")
    FROM "AuditEvent" GROUP BY 1, 2;
INSERT INTO "AuditDaily" ("organizationId", "day", "credentialId", "action", "outcome", "latencyBucket", "count")
    SELECT "organizationId", ("occurredAt" AT TIME ZONE 'UTC')::DATE,
        CASE WHEN "targetType" = 'credential' AND "targetId" IS NOT NULL THEN "targetId" ELSE '00000000-0000-0000-0000-000000000000' END,
        "action", "outcome",
        CASE WHEN "action" = 'token.tested' THEN "latency_bucket"(("payload"::JSONB #>> '{detail,durationMs}')::DOUBLE PRECISION) ELSE 0 END,
        count(*)
    FROM "AuditEvent" GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO "AuditDaily" ("organizationId", "day", "credentialId", "action", "outcome", "latencyBucket", "count")
    SELECT "organizationId", "day", 'ffffffff-ffff-ffff-ffff-ffffffffffff', "action", "outcome", "latencyBucket", sum("count")
    FROM "AuditDaily" GROUP BY 1, 2, 4, 5, 6;
INSERT INTO "AuditName" ("organizationId", "side", "type", "subjectId", "name", "firstSeq", "untilSeq")
    SELECT "organizationId", 'actor', "actorType", "actorId", "actorName", min("seq"), max("seq")
    FROM "AuditEvent" WHERE "actorId" IS NOT NULL GROUP BY 1, 2, 3, 4, 5
    UNION ALL
    SELECT "organizationId", 'target', COALESCE("targetType", ''), "targetId", COALESCE("targetName", ''), min("seq"), max("seq")
    FROM "AuditEvent" WHERE "targetId" IS NOT NULL GROUP BY 1, 2, 3, 4, 5;

CREATE TRIGGER "AuditEvent_counts"
    AFTER INSERT ON "AuditEvent"
    FOR EACH ROW EXECUTE FUNCTION "count_audit_event"();
ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_counts";

DROP TRIGGER "AuditEvent_only_grows" ON "AuditEvent";
CREATE TRIGGER "AuditEvent_only_grows"
    BEFORE UPDATE OR TRUNCATE ON "AuditEvent"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
CREATE TRIGGER "AuditEvent_keeps_unsealed"
    BEFORE DELETE ON "AuditEvent"
    FOR EACH ROW EXECUTE FUNCTION "refuse_unsealed_deletion"();
ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_only_grows";
ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_keeps_unsealed";

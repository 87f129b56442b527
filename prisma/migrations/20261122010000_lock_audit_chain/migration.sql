-- Locks a chain of the audit log until the transaction ends, then reads its newest event, in one answer:
-- everybody who writes to the chain waits for each answer that its holder waits for. A volatile function
-- takes a new snapshot for each of its statements, so the second one sees what the holder before committed.
CREATE FUNCTION "lock_audit_chain"("chain" UUID) RETURNS TABLE ("seq" BIGINT, "hash" BYTEA)
    LANGUAGE plpgsql
    VOLATILE
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || "chain"::text, 0));
    RETURN QUERY
        SELECT "event"."seq", "event"."hash" FROM "AuditEvent" AS "event"
        WHERE "event"."organizationId" = "chain" ORDER BY "event"."seq" DESC LIMIT 1;
END
$$;

-- Whatever the server's default privileges are, the app's role may call it, with its own rights.
GRANT EXECUTE ON FUNCTION "lock_audit_chain"(UUID) TO PUBLIC;

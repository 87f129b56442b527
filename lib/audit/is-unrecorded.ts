import { isDatabaseDown } from "@/lib/db/database-error";
import { AuditUnavailable } from "./audit-unavailable";

/**
 * Whether what was thrown after Adobe was asked means that nobody could write down the answer: the audit
 * log refused it, or the whole database was gone before it could.
 */
export function isUnrecorded(thrown: unknown): boolean {
  return thrown instanceof AuditUnavailable || isDatabaseDown(thrown);
}

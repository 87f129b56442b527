/**
 * Thrown when an event cannot be written: the act that it stands for must not happen. It carries
 * nothing of what the database said.
 */
export class AuditUnavailable extends Error {
  override readonly name = "AuditUnavailable";

  constructor() {
    super("The audit event could not be written.");
  }
}

/**
 * The key of one form as it is drawn; it travels in the hidden field `idempotencyKey`. A page draws a new one
 * each time, also when it is drawn anew after a success, so pressing again later is a new act. However
 * often one drawn form arrives, it acts once.
 */
export function newIdempotencyKey(): string {
  return crypto.randomUUID();
}

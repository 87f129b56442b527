/**
 * The one place that knows where Prisma 7 and its pg adapter keep what PostgreSQL said. Its text can
 * hold the values of a row, so only codes and names of ours leave this file.
 */

import { z } from "zod";

const causeSchema = z.object({
  kind: z.string().catch(""),
  originalCode: z.string().catch(""),
  originalMessage: z.string().catch(""),
  constraint: z.object({ index: z.string() }).optional().catch(undefined),
});

type Cause = z.infer<typeof causeSchema>;

const thrownSchema = z.object({
  name: z.string().catch(""),
  code: z.string().catch(""),
  cause: causeSchema.optional().catch(undefined),
  meta: z
    .object({ driverAdapterError: z.object({ cause: causeSchema }) })
    .optional()
    .catch(undefined),
});

function read(thrown: unknown): { readonly code: string; readonly cause: Cause | undefined } {
  const parsed = thrownSchema.safeParse(thrown);
  if (!parsed.success) return { code: "", cause: undefined };
  const { name, code, meta, cause } = parsed.data;
  const own = name === "DriverAdapterError" ? cause : undefined;
  return { code, cause: meta?.driverAdapterError.cause ?? own };
}

/**
 * The name of the constraint that a write broke: a unique or partial index, a check or a foreign key.
 * Undefined when something else was thrown.
 */
export function violatedConstraint(thrown: unknown): string | undefined {
  const { cause } = read(thrown);
  if (cause === undefined || !cause.originalCode.startsWith("23")) return undefined;
  // For checks the adapter keeps the text alone; the constraint's name is the last thing quoted.
  return cause.constraint?.index ?? /"([^"]+)"[^"]*$/.exec(cause.originalMessage)?.[1];
}

/** Whether PostgreSQL broke the transaction off in favour of another one (40001, 40P01). */
export function isTransactionConflict(thrown: unknown): boolean {
  const { code, cause } = read(thrown);
  return code === "P2034" || cause?.kind === "TransactionWriteConflict";
}

const unreachableCodes = ["P1000", "P1001", "P1002", "P1003", "P1010", "P1011", "P1017", "P2024", "P2037"];
const unreachableKinds = [
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TooManyConnections",
  "TlsConnectionError",
  "AuthenticationFailed",
  "DatabaseAccessDenied",
  "DatabaseDoesNotExist",
];

/** Whether the database could not be reached or went away, as opposed to refusing a statement. */
export function isDatabaseDown(thrown: unknown): boolean {
  const { code, cause } = read(thrown);
  if (unreachableCodes.includes(code)) return true;
  if (cause === undefined) return isBrokenConnection(thrown);
  return unreachableKinds.includes(cause.kind) || /^(?:08|57P0[123])/.test(cause.originalCode);
}

/** What pg throws itself, without a code, when the server is gone. */
function isBrokenConnection(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
      thrown.message,
    )
  );
}

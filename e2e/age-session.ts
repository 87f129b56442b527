import type { Person } from "./create-person";
import type { Product } from "./launch-product";
import { execute } from "./query";

/** A time that a session's row keeps. */
type SessionTime = "signedInAt" | "steppedUpAt" | "lastSeenAt" | "expiresAt";

/** Moves times of a person's sessions into the past, so that no test has to wait for them. */
export async function ageSessions(
  product: Product,
  { email }: Person,
  bySeconds: number,
  ...times: readonly SessionTime[]
): Promise<void> {
  const moves = times.map((time) => `"${time}" = "${time}" - make_interval(secs => $2)`).join(", ");
  const aged = await execute(
    product,
    `UPDATE "Session" SET ${moves} WHERE "userId" = (SELECT id FROM "User" WHERE email = $1)`,
    [email, bySeconds],
  );
  if (aged === 0) throw new Error("This person has no session.");
}

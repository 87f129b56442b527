import type { Failure } from "@/lib/failure";
import { fail } from "@/lib/result";

/** Refuses what a migration from JWT holds still; Adobe does the same. */
export function refuseDuringMigration(credentialId: string): {
  readonly ok: false;
  readonly failure: Failure;
} {
  return fail({
    kind: "conflict",
    message:
      "A migration of this credential from JWT is under way, so nothing was changed. Finish or cancel it first.",
    href: `/credentials/${credentialId}/migration`,
    hrefLabel: "Open the migration",
  });
}

import type { Tx } from "@/lib/db/client";

interface Granted {
  readonly id: string;
  readonly requestedAt: Date;
  readonly grantedScopes: string[];
}

/**
 * The newest test that tells what is granted of all that is asked for; null where there is none. A token whose scopes could not be
 * read leaves an empty list, and says nothing.
 */
export async function findGranted(
  db: Pick<Tx, "tokenTest">,
  organizationId: string,
  credentialId: string,
): Promise<Granted | null> {
  return db.tokenTest.findFirst({
    where: {
      organizationId,
      credentialId,
      outcome: "succeeded",
      isPartial: false,
      grantedScopes: { isEmpty: false },
    },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    select: { id: true, requestedAt: true, grantedScopes: true },
  });
}

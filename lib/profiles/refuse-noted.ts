import type { Tx } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { AddProfileInput } from "./profile-input";

/** Refuses a product profile that is noted already. */
export async function refuseNoted(
  tx: Tx,
  organizationId: string,
  { credentialId, product, profile }: AddProfileInput,
  exceptId: string | null = null,
): Promise<Result<null, Failure>> {
  const noted = await tx.productProfileNote.count({
    where: {
      organizationId,
      credentialId,
      product,
      profile,
      ...(exceptId !== null && { id: { not: exceptId } }),
    },
  });
  if (noted === 0) return succeed(null);
  return fail({
    kind: "invalid_input",
    fields: { profile: "This product profile is noted already. Edit its note instead." },
  });
}

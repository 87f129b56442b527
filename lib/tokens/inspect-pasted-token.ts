import { z } from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { getDb } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { inspectToken } from "@/lib/tokens/inspection/inspect-token";
import { environmentsOf, judgeToken } from "@/lib/tokens/inspection/judge-token";
import { readPastedToken } from "@/lib/tokens/inspection/read-pasted-token";
import type { TokenInspection } from "@/lib/tokens/inspection/token-inspection";
import type { PastedToken, TokenOwner } from "./pasted-token";

export const inspectPastedTokenInput = z.strictObject({ token: z.string() });

/**
 * Takes a pasted token apart without keeping it, and looks for the credential that it was issued to. That
 * somebody did so is committed before anything is shown. Adobe is not asked.
 */
export async function inspectPastedToken(
  { viewer, origin }: ActContext,
  input: z.infer<typeof inspectPastedTokenInput>,
): Promise<Result<PastedToken, Failure>> {
  const { organizationId } = viewer;
  const pasted = readPastedToken(input.token);
  if (!pasted.ok) return fail({ kind: "invalid_input", fields: { token: pasted.failure } });
  const inspection = inspectToken(pasted.value, []);
  const owner = await findOwner(organizationId, inspection);
  const target = "credentials" in owner ? owner.credentials[0] : undefined;
  await inTransaction((tx) =>
    recordEvent(tx, organizationId, origin, {
      action: "token.inspected",
      outcome: "succeeded",
      target: target === undefined ? null : { type: "credential", id: target.id, name: target.name },
      detail: { tokenFingerprint: inspection.fingerprint },
    }),
  );
  return succeed({ inspection, warnings: judgeToken(inspection, new Date()), owner });
}

async function findOwner(organizationId: string, inspection: TokenInspection): Promise<TokenOwner> {
  if (inspection.form === "opaque" || inspection.facts.clientId === null) return { standing: "unnamed" };
  const { clientId, issuer } = inspection.facts;
  const credentials = await getDb().credential.findMany({
    where: { organizationId, clientId, deletedAt: null },
    orderBy: { environment: "asc" },
    select: { id: true, name: true, environment: true },
  });
  if (credentials.length === 0) return { standing: "unknown" };
  const environments = environmentsOf(issuer);
  const known = credentials.filter(({ environment }) => environments?.includes(environment) === true);
  return known.length > 0
    ? { standing: "known", credentials: known }
    : { standing: "elsewhere", credentials };
}

import type { CredentialField } from "@/lib/audit/event";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import type { EditJwtCredentialInput } from "@/lib/credentials/jwt/jwt-input";
import type { Tx } from "@/lib/db/client";
import { violatedConstraint } from "@/lib/db/database-error";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { credentialColumns, jwtColumns, selectFormColumns } from "./credential-columns";
import type { CredentialKind } from "./credential-detail";
import type { EditCredentialInput } from "./credential-input";
import { findClientIdHolder } from "./find-client-id-holder";
import { lockCredential } from "./lock-credential";
import { refuseDuringMigration } from "./refuse-during-migration";
import { refuseDuringRotation } from "./refuse-during-rotation";

/** Elsewhere the next token test would send the production secret to a server that is not Adobe's. */
const leavesProduction =
  "A production secret is never sent to another environment. Register the credential there with its own secret.";

const kindChanged =
  "This credential has changed its kind since the page was opened, so nothing was saved. Open Edit again.";

/** A rotation asks Adobe by these. */
const heldByRotation: readonly CredentialField[] = ["environment", "clientId", "consoleAddress"];
/** Both credentials of a migration have these. */
const heldByMigration: readonly CredentialField[] = ["environment", "clientId"];

type Columns = ReturnType<typeof credentialColumns> | ReturnType<typeof jwtColumns>;

const fieldOfColumn = {
  name: "name",
  environment: "environment",
  clientId: "clientId",
  imsOrgId: "imsOrgId",
  technicalAccountId: "technicalAccountId",
  technicalAccountEmail: "technicalAccountEmail",
  scopes: "scopes",
  metascopes: "scopes",
  adobeOrganizationId: "consoleAddress",
  adobeProjectId: "consoleAddress",
  adobeCredentialId: "consoleAddress",
  notes: "notes",
} as const satisfies Readonly<Record<string, CredentialField>>;

const labels: Record<CredentialField, string> = {
  name: "Name",
  environment: "Environment",
  clientId: "Client ID",
  imsOrgId: "Organization ID",
  technicalAccountId: "Technical account ID",
  technicalAccountEmail: "Technical account email",
  scopes: "Scopes",
  consoleAddress: "Developer Console address",
  notes: "Notes",
};

/**
 * Saves an edit made on `input.version`. When somebody saved in between, nothing is changed and the
 * answer says which fields differ; it carries the newer version, so that saving again is a decision.
 */
export function editCredential(context: ActContext, input: EditCredentialInput) {
  return save(context, input, credentialColumns(input), ["oauth", "migrating"]);
}

/** The same for a JWT credential, which has metascopes in place of scopes. */
export function editJwtCredential(context: ActContext, input: EditJwtCredentialInput) {
  return save(context, input, jwtColumns(input), ["jwt"]);
}

async function save(
  { viewer, origin }: ActContext,
  input: Pick<EditCredentialInput, "credentialId" | "version" | "name" | "environment" | "clientId">,
  wanted: Columns,
  kinds: readonly CredentialKind[],
): Promise<Result<{ readonly credentialId: string }, Failure>> {
  const { organizationId } = viewer;
  try {
    return await inTransaction(async (tx) => {
      await lockCredential(tx, organizationId, input.credentialId);
      const stored = await findEditable(tx, organizationId, input.credentialId);
      if (stored === null) return fail({ kind: "not_found" });
      const { version, kind, ...columns } = stored;
      if (!kinds.includes(kind)) return fail({ kind: "conflict", message: kindChanged });
      const changed = listChanged(columns, wanted);
      if (version !== input.version) return fail(describeConflict(version, changed));
      if (changed.length === 0) return succeed({ credentialId: input.credentialId });
      if (columns.environment === "production" && wanted.environment !== "production") {
        return fail({ kind: "invalid_input", fields: { environment: leavesProduction } });
      }
      if (changed.some((field) => heldByRotation.includes(field))) {
        const undisturbed = await refuseDuringRotation(tx, organizationId, input.credentialId);
        if (!undisturbed.ok) return undisturbed;
      }
      if (kind === "migrating" && changed.some((field) => heldByMigration.includes(field))) {
        return refuseDuringMigration(input.credentialId);
      }
      const { count } = await tx.credential.updateMany({
        where: { organizationId, id: input.credentialId, version, deletedAt: null },
        data: { ...wanted, version: version + 1, updatedAt: new Date() },
      });
      if (count === 0) return fail(describeConflict(version + 1, changed));
      await recordEvent(tx, organizationId, origin, {
        action: "credential.edited",
        outcome: "succeeded",
        target: { type: "credential", id: input.credentialId, name: input.name },
        detail: { changed, version: version + 1 },
      });
      return succeed({ credentialId: input.credentialId });
    });
  } catch (thrown) {
    if (violatedConstraint(thrown) !== "Credential_clientId_key") throw thrown;
    return fail(await findClientIdHolder(organizationId, input.environment, input.clientId));
  }
}

function findEditable(tx: Tx, organizationId: string, id: string) {
  return tx.credential.findFirst({
    where: { organizationId, id, deletedAt: null },
    select: { version: true, kind: true, metascopes: true, ...selectFormColumns },
  });
}

/** A column that the form does not fill stays as it is. */
function listChanged(stored: object, wanted: Columns): CredentialField[] {
  const changed = new Set<CredentialField>();
  const asked = new Map<string, unknown>(Object.entries(wanted));
  for (const [column, value] of Object.entries(stored)) {
    if (!isFormColumn(column) || !asked.has(column)) continue;
    if (String(value ?? "") !== String(asked.get(column) ?? "")) changed.add(fieldOfColumn[column]);
  }
  return [...changed];
}

function isFormColumn(column: string): column is keyof typeof fieldOfColumn {
  return Object.hasOwn(fieldOfColumn, column);
}

function describeConflict(version: number, differing: readonly CredentialField[]): Failure {
  const fields = differing.map((field) => labels[field]).join(", ");
  const difference = fields === "" ? "Your text is the same as theirs." : `Yours differs in: ${fields}.`;
  return {
    kind: "conflict",
    message: `Somebody else saved this credential while you were editing. Your text is still in the form. ${difference} Save again to put yours in place of theirs.`,
    values: { version: String(version) },
  };
}

"use client";

import { ActionForm } from "@/components/form/action-form";
import { SecretField } from "@/components/ui/secret-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextAreaField } from "@/components/ui/text-area-field";
import { TextField } from "@/components/ui/text-field";
import type { MigrationDesk } from "./migration-desk";

/** Opens the migration. */
export function StartForm({ organizationId, credential, keys, actions }: MigrationDesk) {
  return (
    <ActionForm
      action={actions.start}
      organizationId={organizationId}
      hidden={{ credentialId: credential.id, idempotencyKey: keys.start }}
    >
      {() => <SubmitButton>Start migration</SubmitButton>}
    </ActionForm>
  );
}

/** Takes in the OAuth credential that was added in the Developer Console. */
export function SecretForm({ organizationId, credential, keys, actions, migration }: MigrationDesk) {
  const isAgain = migration.met.secret;
  return (
    <ActionForm
      action={actions.storeSecret}
      organizationId={organizationId}
      hidden={{ credentialId: credential.id, idempotencyKey: keys.secret }}
      refusal="Nothing was stored."
      className="mt-3 flex max-w-md flex-col gap-3"
    >
      {(form) => (
        <>
          <SecretField
            {...form.secretField("clientSecret")}
            label="Client secret"
            isRequired
            hint={
              isAgain
                ? "Another value takes the place of the one that is stored."
                : "Of the OAuth credential. Sealed when you press the button, and never shown again."
            }
          />
          <TextAreaField
            {...form.field("scopes", migration.scopes.join(","))}
            label="Scopes"
            isMono
            isRequired
            rows={3}
            hint="As the Developer Console lists them under the OAuth credential."
          />
          <div>
            <SubmitButton variant={isAgain ? "outlined" : "filled"}>
              {isAgain ? "Store another secret" : "Store OAuth secret"}
            </SubmitButton>
          </div>
        </>
      )}
    </ActionForm>
  );
}

/** Takes what the Developer Console shows of the last use of both. */
export function UsesForm({ organizationId, credential, keys, actions, migration }: MigrationDesk) {
  return (
    <ActionForm
      action={actions.typeUses}
      organizationId={organizationId}
      hidden={{ credentialId: credential.id, idempotencyKey: keys.uses }}
      refusal="Nothing was kept."
      className="mt-3 flex max-w-md flex-col gap-3"
    >
      {(form) => (
        <>
          <TextField
            {...form.field("lastJwtUseAt")}
            type="datetime-local"
            label="JWT credential last used (UTC)"
            hint="As the Developer Console shows it. Leave it empty if it was never used."
          />
          <TextField
            {...form.field("lastOauthUseAt")}
            type="datetime-local"
            label="OAuth credential last used (UTC)"
          />
          <div>
            <SubmitButton variant={migration.steps.checks === "now" ? "filled" : "outlined"}>
              Keep last uses
            </SubmitButton>
          </div>
        </>
      )}
    </ActionForm>
  );
}

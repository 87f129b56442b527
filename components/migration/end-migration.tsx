"use client";

import type { ReactNode } from "react";
import { FormAnswer } from "@/components/form/action-form";
import { useFormBinding } from "@/components/form/use-form-binding";
import { useStepUp } from "@/components/form/use-step-up";
import type { ButtonVariant } from "@/components/ui/button-class";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { Action } from "@/lib/action-state";
import type { MigrationDesk } from "./migration-desk";

/** The last step, which destroys the key. */
export function FinishMigration(desk: MigrationDesk) {
  const { credential, actions, keys, migration } = desk;
  return (
    <EndQuestion
      {...desk}
      id="finish"
      action={actions.finish}
      idempotencyKey={keys.finish}
      label="Finish migration"
      title={`Finish the migration of ${credential.name}?`}
      refusal="Nothing was finished."
      variant="danger"
      asksName
      isDisabled={!migration.isUnlocked}
    >
      Latchkey asks Adobe once more to exchange the JWT. If Adobe refuses, the private key and its client
      secret are destroyed here, which cannot be undone. If not, nothing changes.
    </EndQuestion>
  );
}

/** The way back. */
export function CancelMigration(desk: MigrationDesk) {
  const { credential, actions, keys } = desk;
  return (
    <EndQuestion
      {...desk}
      id="cancel"
      action={actions.cancel}
      idempotencyKey={keys.cancel}
      label="Cancel migration"
      title={`Cancel the migration of ${credential.name}?`}
      refusal="Nothing was cancelled."
      variant="outlined"
    >
      The credential is JWT again, and the stored OAuth secret is destroyed here. In the Developer Console,
      cancelling deletes the OAuth credential: systems that use its secret stop working.
    </EndQuestion>
  );
}

interface EndQuestionProps extends Pick<MigrationDesk, "organizationId" | "credential"> {
  readonly id: string;
  readonly action: Action<null>;
  readonly idempotencyKey: string;
  readonly label: string;
  readonly title: string;
  readonly refusal: string;
  readonly variant: ButtonVariant;
  readonly asksName?: boolean;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
}

function EndQuestion(props: EndQuestionProps) {
  const { id, action, idempotencyKey, label, title, refusal, variant, children } = props;
  const { organizationId, credential, asksName = false, isDisabled = false } = props;
  const binding = useFormBinding(action);
  const { hold, dialog } = useStepUp(binding, organizationId);
  const isHydrated = useHydrated();
  const [state, dispatch] = binding;
  return (
    <div>
      <FormAnswer state={state} refusal={refusal} />
      <ConfirmButton
        opens={id}
        variant={variant}
        isDisabled={isDisabled}
        {...(isDisabled && { describedBy: "migration-conditions" })}
      >
        {label}
      </ConfirmButton>
      <ConfirmDialog
        id={id}
        title={title}
        confirmLabel={label}
        values={{ organizationId, credentialId: credential.id, idempotencyKey }}
        {...(asksName && { typeToConfirm: credential.name })}
        // Before hydration the form must carry the action itself, or a plain POST would find nothing.
        action={
          isHydrated
            ? (form) => {
                hold(form);
                dispatch(form);
              }
            : dispatch
        }
      >
        {children}
      </ConfirmDialog>
      {dialog}
    </div>
  );
}

"use client";

import type { ReactNode } from "react";
import { BoundForm, type FormView } from "@/components/form/action-form";
import type { ButtonVariant } from "@/components/ui/button-class";
import { SubmitButton } from "@/components/ui/submit-button";
import { nameOfForm, type RotationAct } from "./rotation-act";
import { useRotationDesk } from "./rotation-acts";

interface RotationFormProps {
  readonly act: RotationAct;
  /** Tells forms of one act apart: the id they are about. */
  readonly about?: string;
  readonly hidden?: Readonly<Record<string, string>>;
  /** What did not happen when fields are wrong. */
  readonly refusal?: string;
  readonly className?: string;
  readonly children: (form: FormView<null>) => ReactNode;
}

/** A form of the rotation page. What goes wrong is told above the steps, wrong fields beside them. */
export function RotationForm({ act, about, hidden, refusal, className, children }: RotationFormProps) {
  const { bindings, organizationId, credential, keys, submitted } = useRotationDesk();
  const [state] = bindings[act];
  const hasFields = state.status === "failed" && Object.keys(state.fields).length > 0;
  return (
    <BoundForm
      binding={bindings[act]}
      organizationId={organizationId}
      hidden={{ credentialId: credential.id, idempotencyKey: keys[nameOfForm(act, about)] ?? "", ...hidden }}
      isAnswerElsewhere={!hasFields}
      isStepUpElsewhere
      onSubmit={(form) => submitted(act, form)}
      {...(refusal !== undefined && { refusal })}
      {...(className !== undefined && { className })}
    >
      {children}
    </BoundForm>
  );
}

interface RotationButtonProps extends Omit<RotationFormProps, "children" | "refusal" | "className"> {
  readonly label: string;
  readonly variant?: ButtonVariant;
  readonly size?: "normal" | "small";
  /** It may be pressed while somebody acts: it stops what goes on. */
  readonly isAlwaysOn?: boolean;
}

/** An act that needs nothing but the press. */
export function RotationButton(props: RotationButtonProps) {
  const { label, variant = "filled", size = "normal", isAlwaysOn = false, ...form } = props;
  const { isLocked } = useRotationDesk();
  return (
    <RotationForm {...form}>
      {() => (
        <SubmitButton variant={variant} size={size} isDisabled={isLocked && !isAlwaysOn}>
          {label}
        </SubmitButton>
      )}
    </RotationForm>
  );
}

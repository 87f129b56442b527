"use client";

import type { ReactNode } from "react";
import type { ButtonVariant } from "@/components/ui/button-class";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useHydrated } from "@/components/ui/use-hydrated";
import { nameOfForm, type RotationAct } from "./rotation-act";
import { useRotationDesk } from "./rotation-acts";

interface RotationQuestionProps {
  readonly act: RotationAct;
  /** Its value of `?confirm=`, unique on the page. */
  readonly id: string;
  /** Tells questions of one act apart: the id they are about. */
  readonly about?: string;
  readonly label: string;
  readonly title: string;
  /** The consequence, and what stays safe. */
  readonly children: ReactNode;
  readonly variant?: ButtonVariant;
  readonly size?: "normal" | "small";
  readonly hidden?: Readonly<Record<string, string>>;
  /** It cannot be undone: the credential's name must be typed. */
  readonly asksName?: boolean;
  readonly fields?: ReactNode;
  readonly isDisabled?: boolean;
  readonly describedBy?: string;
}

/** A button of the rotation page that asks before it acts. */
export function RotationQuestion(props: RotationQuestionProps) {
  const { act, id, about, label, title, children, hidden, fields, describedBy } = props;
  const { variant = "danger", size = "normal", isDisabled = false, asksName = false } = props;
  const { bindings, organizationId, credential, keys, isLocked, submitted } = useRotationDesk();
  const isHydrated = useHydrated();
  const dispatch = bindings[act][1];
  return (
    <div>
      <ConfirmButton
        opens={id}
        variant={variant}
        size={size}
        isDisabled={isDisabled || isLocked}
        describedBy={describedBy}
      >
        {label}
      </ConfirmButton>
      <ConfirmDialog
        id={id}
        title={title}
        confirmLabel={label}
        values={{
          organizationId,
          credentialId: credential.id,
          idempotencyKey: keys[nameOfForm(act, about)] ?? "",
          ...hidden,
        }}
        {...(asksName && { typeToConfirm: credential.name })}
        fields={fields}
        // Before hydration the form must carry the action itself, or a plain POST would find nothing.
        action={
          isHydrated
            ? (form) => {
                submitted(act, form);
                dispatch(form);
              }
            : dispatch
        }
      >
        {children}
      </ConfirmDialog>
    </div>
  );
}

"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { type FormEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "./button";
import { confirmKey, hideConfirm } from "./confirm-address";
import { FormSettled } from "./form-settled";
import { LinkButton } from "./link-button";
import { Modal } from "./modal";
import { SubmitButton } from "./submit-button";
import { TextField } from "./text-field";
import { useHydrated } from "./use-hydrated";

interface ConfirmDialogProps {
  /** Its value of `?confirm=`, unique on the page. */
  readonly id: string;
  /** Names the thing: "Archive Storefront sync?" */
  readonly title: string;
  /** The consequence, and what stays safe. */
  readonly children: ReactNode;
  readonly confirmLabel: string;
  /** A server action, or what `useActionState` returned for one. */
  readonly action: (formData: FormData) => void | Promise<void>;
  /** Sent along as hidden fields. */
  readonly values: Readonly<Record<string, string>>;
  /** For what cannot be undone: this text must be typed, and is sent as `confirmation`. The action checks it again. */
  readonly typeToConfirm?: string;
  /** What else is asked, such as a reason. */
  readonly fields?: ReactNode;
}

/**
 * Asks before a dangerous act, with the focus on Cancel. `?confirm=<id>` opens it: as a dialog
 * where scripts run, else as a box at the place where it stands in the page. It closes when the
 * action has answered; show the answer on the page.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const isHydrated = useHydrated();
  const isOpen = useSearchParams().get(confirmKey) === props.id;
  const titleId = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  const pathname = usePathname();

  if (isHydrated) {
    return (
      <Modal
        isOpen={isOpen}
        onClose={hideConfirm}
        title={props.title}
        description={props.children}
        initialFocus={cancel}
      >
        <ConfirmForm
          {...props}
          cancel={
            <Button ref={cancel} onClick={hideConfirm}>
              Cancel
            </Button>
          }
        />
      </Modal>
    );
  }
  if (!isOpen) return null;
  return (
    <section
      role="alertdialog"
      aria-labelledby={titleId}
      className="mb-5 max-w-xl rounded-panel border border-control-line bg-panel p-5"
    >
      <h2 id={titleId} className="text-lg font-semibold break-words">
        {props.title}
      </h2>
      <div className="mt-1.5 mb-4 text-soft">{props.children}</div>
      <ConfirmForm {...props} cancel={<LinkButton href={pathname}>Cancel</LinkButton>} />
    </section>
  );
}

function ConfirmForm(props: ConfirmDialogProps & { readonly cancel: ReactNode }) {
  const { values, action, typeToConfirm, fields, confirmLabel, cancel } = props;
  const [error, setError] = useState<string>();
  const fieldId = useId();

  function refuseMistyped(event: FormEvent<HTMLFormElement>) {
    if (typeToConfirm === undefined) return;
    const typed = new FormData(event.currentTarget).get("confirmation");
    if (typeof typed === "string" && typed.trim() === typeToConfirm) return;
    event.preventDefault();
    setError("This is not the name.");
    document.getElementById(fieldId)?.focus();
  }

  return (
    <form action={action} onSubmit={refuseMistyped} className="flex flex-col gap-4">
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields}
      {typeToConfirm !== undefined && (
        <TextField
          id={fieldId}
          name="confirmation"
          label="Type the name to confirm"
          hint={
            <>
              The name is <strong className="text-ink">{typeToConfirm}</strong>.
            </>
          }
          error={error}
          autoComplete="off"
        />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {cancel}
        <SubmitButton variant="danger-filled">{confirmLabel}</SubmitButton>
      </div>
      <FormSettled onSettled={hideConfirm} />
    </form>
  );
}

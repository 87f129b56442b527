"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";
import type { ButtonSize, ButtonVariant } from "./button-class";

interface SubmitButtonProps {
  readonly children: ReactNode;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** For the one act that a page was opened for. */
  readonly takesFocus?: boolean;
  /** Cannot be pressed yet; `describedBy` names the element that says why. */
  readonly isDisabled?: boolean;
  readonly describedBy?: string | undefined;
}

/** Submits the form around it and shows when that is under way. */
export function SubmitButton(props: SubmitButtonProps) {
  const {
    children,
    variant = "filled",
    size = "normal",
    takesFocus = false,
    isDisabled = false,
    describedBy,
  } = props;
  const { pending } = useFormStatus();
  return (
    <Button
      autoFocus={takesFocus}
      type="submit"
      variant={variant}
      size={size}
      isBusy={pending}
      disabled={isDisabled}
      aria-describedby={describedBy}
    >
      {children}
    </Button>
  );
}

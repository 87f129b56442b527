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
}

/** Submits the form around it and shows when that is under way. */
export function SubmitButton(props: SubmitButtonProps) {
  const { children, variant = "filled", size = "normal", takesFocus = false } = props;
  const { pending } = useFormStatus();
  return (
    <Button autoFocus={takesFocus} type="submit" variant={variant} size={size} isBusy={pending}>
      {children}
    </Button>
  );
}

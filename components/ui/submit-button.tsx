"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";
import type { ButtonSize, ButtonVariant } from "./button-class";

interface SubmitButtonProps {
  readonly children: ReactNode;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: ReactNode;
  readonly id?: string;
  /** For forms with several submit buttons: only the pressed one is busy. */
  readonly name?: string;
  readonly value?: string;
  readonly isDisabled?: boolean;
  readonly describedBy?: string;
  /** For the one act that a page was opened for. */
  readonly takesFocus?: boolean;
}

/** Submits the form around it and shows when that is under way. */
export function SubmitButton(props: SubmitButtonProps) {
  const {
    children,
    variant = "filled",
    isDisabled = false,
    describedBy,
    takesFocus = false,
    name,
    ...rest
  } = props;
  const status = useFormStatus();
  const isPressed = name === undefined || status.data?.get(name) === (rest.value ?? "");
  const named = name === undefined ? {} : { name };
  const described = describedBy === undefined ? {} : { "aria-describedby": describedBy };
  return (
    <Button
      {...rest}
      {...named}
      {...described}
      autoFocus={takesFocus}
      type="submit"
      variant={variant}
      disabled={isDisabled || (status.pending && !isPressed)}
      isBusy={status.pending && isPressed}
    >
      {children}
    </Button>
  );
}

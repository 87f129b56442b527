"use client";

import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "./button";
import type { ButtonSize, ButtonVariant } from "./button-class";
import { confirmKey, showConfirm } from "./confirm-address";

interface ConfirmButtonProps {
  /** The `id` of the ConfirmDialog it opens. */
  readonly opens: string;
  readonly children: ReactNode;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** Cannot be pressed yet; `describedBy` names the element that says why, or says more. */
  readonly isDisabled?: boolean;
  readonly describedBy?: string | undefined;
}

/**
 * Asks before it acts: opens `?confirm=<id>`. Without JavaScript that is a plain GET and the
 * question stands on the page.
 */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { opens, children, variant = "outlined", size = "normal", isDisabled = false, describedBy } = props;
  const searchParams = useSearchParams();
  const kept = [...searchParams].filter(([key]) => key !== confirmKey);
  return (
    <form
      method="get"
      onSubmit={(event) => {
        event.preventDefault();
        showConfirm(opens);
      }}
    >
      {kept.map(([key, value]) => (
        <input key={`${key}=${value}`} type="hidden" name={key} value={value} />
      ))}
      <Button
        type="submit"
        name={confirmKey}
        value={opens}
        variant={variant}
        size={size}
        disabled={isDisabled}
        aria-describedby={describedBy}
        aria-haspopup="dialog"
      >
        {children}
      </Button>
    </form>
  );
}

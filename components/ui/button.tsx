import type { ComponentProps, ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class";
import { joinClasses } from "./join-classes";
import { Spinner } from "./spinner";

interface ButtonProps extends ComponentProps<"button"> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** Shows that the act is under way and swallows further presses; the name stays the same. */
  readonly isBusy?: boolean;
  /** Stands before the label and says nothing on its own. */
  readonly icon?: ReactNode;
}

/** A native button. It does not submit unless `type="submit"`. */
export function Button({
  variant = "outlined",
  size = "normal",
  isBusy = false,
  icon,
  className,
  children,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      {...(isBusy && { "aria-busy": true, "aria-disabled": true, onClick: undefined })}
      // While busy it does nothing, and keeps the focus that `disabled` would drop.
      type={isBusy ? "button" : type}
      className={joinClasses(buttonClass(variant, size), className)}
    >
      {isBusy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

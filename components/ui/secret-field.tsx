"use client";

import { Eye, EyeOff } from "lucide-react";
import { type Ref, useState } from "react";
import { useFormStatus } from "react-dom";
import { controlAttributes, controlClass, Field, type FieldProps } from "./field";
import { joinClasses } from "./join-classes";
import { useHydrated } from "./use-hydrated";

interface SecretFieldProps extends FieldProps {
  /** `off` for secrets of machines; people's own passwords name their kind. */
  readonly autoComplete?: "off" | "current-password" | "new-password";
  readonly ref?: Ref<HTMLInputElement>;
}

/** Write-only text, hidden while typed. It takes no default: a secret is never sent back to a page. */
export function SecretField(props: SecretFieldProps) {
  const { autoComplete = "off", ref, ...field } = props;
  const isHydrated = useHydrated();
  const [isShown, setIsShown] = useState(false);
  const { pending } = useFormStatus();
  // What is typed after a refusal starts hidden again.
  if (pending && isShown) setIsShown(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Field {...field}>
      <div className="relative">
        <input
          {...controlAttributes(field)}
          ref={ref}
          type={isShown ? "text" : "password"}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          className={joinClasses(controlClass, "h-9 max-wide:h-11", isHydrated && "pr-11")}
        />
        {isHydrated && (
          <button
            type="button"
            aria-pressed={isShown}
            // Does not repeat the label, so that the label finds one thing only.
            aria-label="Show characters"
            aria-controls={field.id ?? field.name}
            onClick={() => setIsShown(!isShown)}
            className="absolute inset-y-1 right-1 grid w-9 place-items-center rounded-control text-soft hover:bg-raised hover:text-ink"
          >
            <Icon size={16} aria-hidden="true" />
          </button>
        )}
      </div>
    </Field>
  );
}

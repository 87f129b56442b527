import type { ComponentProps } from "react";
import { controlAttributes, controlClass, Field, type FieldProps } from "./field";
import { joinClasses } from "./join-classes";

type InputProps = Pick<
  ComponentProps<"input">,
  | "autoComplete"
  | "defaultValue"
  | "disabled"
  | "inputMode"
  | "maxLength"
  | "onChange"
  | "placeholder"
  | "readOnly"
  | "ref"
  | "value"
>;

interface TextFieldProps extends FieldProps, InputProps {
  readonly type?: "text" | "email" | "search" | "date" | "datetime-local";
  /** For ids, addresses and other text that is compared letter by letter. */
  readonly isMono?: boolean;
}

/** One line of text. */
export function TextField(props: TextFieldProps) {
  const {
    label,
    name,
    id,
    hint,
    error,
    warning,
    isRequired,
    isOptional,
    isMono,
    type = "text",
    ...input
  } = props;
  const field = { label, name, id, hint, error, warning, isRequired, isOptional };
  return (
    <Field {...field}>
      <input
        spellCheck={isMono === true || type !== "text" ? false : undefined}
        autoCapitalize={isMono === true ? "none" : undefined}
        {...input}
        {...controlAttributes(field)}
        type={type}
        className={joinClasses(
          controlClass,
          "read-only:bg-raised h-9 max-wide:h-11",
          isMono && "font-mono text-mono",
        )}
      />
    </Field>
  );
}

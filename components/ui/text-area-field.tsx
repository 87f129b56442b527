import type { ComponentProps } from "react";
import { controlAttributes, controlClass, Field, type FieldProps } from "./field";
import { joinClasses } from "./join-classes";

type AreaProps = Pick<
  ComponentProps<"textarea">,
  | "defaultValue"
  | "disabled"
  | "maxLength"
  | "onChange"
  | "placeholder"
  | "readOnly"
  | "ref"
  | "rows"
  | "value"
>;

interface TextAreaFieldProps extends FieldProps, AreaProps {
  readonly isMono?: boolean;
}

/** Several lines of text. */
export function TextAreaField(props: TextAreaFieldProps) {
  const { label, name, id, hint, error, warning, isRequired, isOptional, isMono, rows = 3, ...area } = props;
  const field = { label, name, id, hint, error, warning, isRequired, isOptional };
  return (
    <Field {...field}>
      <textarea
        autoComplete="off"
        spellCheck={isMono === true ? false : undefined}
        autoCapitalize={isMono === true ? "none" : undefined}
        {...area}
        {...controlAttributes(field)}
        rows={rows}
        className={joinClasses(controlClass, "read-only:bg-raised py-2", isMono && "font-mono text-mono")}
      />
    </Field>
  );
}

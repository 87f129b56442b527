import type { ReactNode } from "react";
import { joinClasses } from "./join-classes";

/** What every field takes. The id is the form name unless two forms on a page share it. */
export interface FieldProps {
  /** The accessible name, exactly. */
  readonly label: string;
  readonly name: string;
  readonly id?: string | undefined;
  readonly hint?: ReactNode;
  /** What is wrong; the field is marked invalid. */
  readonly error?: string | undefined;
  /** What looks odd; nothing is refused for it. */
  readonly warning?: string | undefined;
  readonly isRequired?: boolean | undefined;
  /** Says "Optional" beside the label. */
  readonly isOptional?: boolean | undefined;
}

export const controlClass = joinClasses(
  "w-full rounded-control border border-control-line bg-panel px-3 text-ink",
  "max-wide:text-lg aria-invalid:border-bad disabled:bg-raised disabled:text-faint",
);

/**
 * The attributes that tie a control to its label and notes. Required is said and not enforced by
 * the browser: the server's answer names all wrong fields at once.
 */
export function controlAttributes(field: FieldProps) {
  const id = field.id ?? field.name;
  const notes = [
    field.isOptional === true && `${id}-optional`,
    field.hint !== undefined && `${id}-hint`,
    field.warning !== undefined && `${id}-warning`,
    field.error !== undefined && `${id}-error`,
  ].filter((note) => note !== false);
  return {
    id,
    name: field.name,
    ...(notes.length > 0 && { "aria-describedby": notes.join(" ") }),
    ...(field.error !== undefined && { "aria-invalid": true }),
    ...(field.isRequired === true && { "aria-required": true }),
  };
}

/** Label above, control, then what there is to say about it. */
export function Field(props: FieldProps & { readonly children: ReactNode }) {
  const { label, name, id = name, hint, error, warning, isOptional = false, children } = props;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {isOptional && (
          <span id={`${id}-optional`} className="text-sm text-faint">
            Optional
          </span>
        )}
      </div>
      {children}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-sm font-medium text-bad">
          {error}
        </p>
      )}
      {warning !== undefined && (
        <p id={`${id}-warning`} className="text-sm text-attend">
          {warning}
        </p>
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
    </div>
  );
}

import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { controlAttributes, controlClass, Field, type FieldProps } from "./field";
import { joinClasses } from "./join-classes";

interface SelectOption {
  readonly value: string;
  readonly label: string;
}

interface SelectGroup {
  readonly label: string;
  readonly options: readonly SelectOption[];
}

interface SelectFieldProps
  extends FieldProps,
    Pick<ComponentProps<"select">, "disabled" | "onChange" | "ref"> {
  readonly options: readonly (SelectOption | SelectGroup)[];
  readonly defaultValue?: string | undefined;
}

/** A native select. Uncontrolled: a form reset goes back to the newest `defaultValue`. */
export function SelectField(props: SelectFieldProps) {
  const { label, name, id, hint, error, warning, isRequired, isOptional, options, defaultValue, ...select } =
    props;
  const field = { label, name, id, hint, error, warning, isRequired, isOptional };
  return (
    <Field {...field}>
      <div className="relative">
        <select
          // React keeps the first default of a select; a new key makes the new one count.
          key={defaultValue}
          {...select}
          {...controlAttributes(field)}
          defaultValue={defaultValue}
          className={joinClasses(controlClass, "h-9 appearance-none pr-9 max-wide:h-11")}
        >
          {options.map((choice) =>
            "options" in choice ? (
              <optgroup key={choice.label} label={choice.label}>
                {choice.options.map(drawOption)}
              </optgroup>
            ) : (
              drawOption(choice)
            ),
          )}
        </select>
        <ChevronDown
          size={16}
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 right-3 my-auto text-soft"
        />
      </div>
    </Field>
  );
}

function drawOption({ value, label }: SelectOption) {
  return (
    <option key={value} value={value}>
      {label}
    </option>
  );
}

import { joinClasses } from "./join-classes";

interface CheckFieldProps {
  /** The accessible name, exactly. */
  readonly label: string;
  readonly name: string;
  readonly id?: string | undefined;
  /** What is sent where it is ticked; `on` if nothing is said. */
  readonly value?: string;
  /** Ticked from the start. */
  readonly isTicked?: boolean;
  readonly isMono?: boolean;
}

/** A native tick box. Sends its value, or nothing. */
export function CheckField(props: CheckFieldProps) {
  const { label, name, id = name, value, isTicked = false, isMono = false } = props;
  return (
    <div className="flex min-w-0 items-start gap-2.5">
      <input
        type="checkbox"
        id={id}
        name={name}
        value={value}
        defaultChecked={isTicked}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <label htmlFor={id} className={joinClasses("min-w-0", isMono && "font-mono text-mono break-all")}>
        {label}
      </label>
    </div>
  );
}

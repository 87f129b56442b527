interface CheckFieldProps {
  /** The accessible name, exactly. */
  readonly label: string;
  readonly name: string;
  readonly id?: string | undefined;
}

/** A native tick box. Sends `on`, or nothing. */
export function CheckField({ label, name, id = name }: CheckFieldProps) {
  return (
    <div className="flex items-start gap-2.5">
      <input type="checkbox" id={id} name={name} className="mt-0.5 size-4 shrink-0 accent-accent" />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}

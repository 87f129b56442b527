import type { ReactNode } from "react";

/** A cell with a second grey line instead of one more column. */
export function TwoLines({
  children,
  second,
}: {
  readonly children: ReactNode;
  readonly second?: ReactNode;
}) {
  return (
    <>
      <div>{children}</div>
      {second !== undefined && <div className="text-sm text-faint">{second}</div>}
    </>
  );
}

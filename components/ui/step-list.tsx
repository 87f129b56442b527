import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { joinClasses } from "./join-classes";

type StepStatus = "done" | "now" | "later";

/** The one step that is on has this id, so that the focus can be led there. */
export const currentStepId = "current-step";

/** Steps in their order, inside a flush panel. */
export function StepList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ol aria-label={label} className="divide-y divide-line">
      {children}
    </ol>
  );
}

interface StepProps {
  /** 1, 2, 3 … */
  readonly number: number;
  readonly title: string;
  readonly status: StepStatus;
  /** What happened, or what happens next. */
  readonly children: ReactNode;
  /** The button that takes it. */
  readonly action?: ReactNode;
}

const spoken: Record<StepStatus, string> = { done: "Done:", now: "Now:", later: "Later:" };

/** One step. Its state is a sign, a ground and a hidden word. */
export function Step({ number, title, status, children, action }: StepProps) {
  return (
    <li
      {...(status === "now" && { "aria-current": "step" as const, id: currentStepId, tabIndex: -1 })}
      className={joinClasses("flex gap-4 p-4 last:rounded-b-panel", status === "now" && "bg-accent-ground")}
    >
      <Marker number={number} status={status} />
      <div className="flex min-w-0 flex-1 flex-wrap items-start justify-between gap-x-4 gap-y-3 narrow:flex-nowrap">
        <div className="min-w-0 flex-1 basis-60">
          <h3 className={joinClasses("font-semibold", status === "later" && "text-soft")}>
            <span className="sr-only">{spoken[status]} </span>
            {title}
          </h3>
          <div className="text-soft">{children}</div>
        </div>
        {action !== undefined && action !== null && action !== false && (
          <div className="flex shrink-0 flex-wrap gap-2" data-print="hide">
            {action}
          </div>
        )}
      </div>
    </li>
  );
}

const looks: Record<StepStatus, string> = {
  done: "border-transparent bg-good-ground text-good",
  now: "border-accent text-accent",
  later: "border-line text-faint",
};

function Marker({ number, status }: Pick<StepProps, "number" | "status">) {
  return (
    <span
      aria-hidden="true"
      className={joinClasses(
        "grid size-6 shrink-0 place-items-center rounded-full border text-sm font-semibold",
        looks[status],
      )}
    >
      {status === "done" ? <Check size={14} /> : number}
    </span>
  );
}

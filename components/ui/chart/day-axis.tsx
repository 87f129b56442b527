import { joinClasses } from "@/components/ui/join-classes";
import { formatDay } from "./format-axis";
import { pickTicks } from "./scale";

/** A few of the days under the plots above it. */
export function DayAxis({ days }: { readonly days: readonly string[] }) {
  const form = days.length > 300 ? "month" : "short";
  return (
    <div aria-hidden="true" className="flex gap-2">
      <div className="w-12 shrink-0" />
      <svg className="h-4 min-w-0 flex-1 overflow-visible" role="presentation">
        {pickTicks(days.length, 5).map(({ index, percent, anchor }, number, { length }) => (
          <text
            key={index}
            x={anchor === "middle" ? `${percent}%` : anchor === "start" ? "0%" : "100%"}
            y="12"
            textAnchor={anchor}
            className={joinClasses(
              "fill-faint text-xs",
              // Every second one where it is narrow; the last one stays.
              (length - 1 - number) % 2 === 1 && "max-narrow:hidden",
            )}
          >
            {formatDay(days[index] ?? "", form)}
          </text>
        ))}
      </svg>
    </div>
  );
}

import { type Column, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { TimeText } from "@/components/ui/time-text";
import { nameSecret } from "@/lib/rotation/view/name-secret";
import type { RotationView, UseView } from "@/lib/rotation/view/rotation-view";
import { placeUses } from "./place-uses";

interface UseTimelineProps {
  readonly rotation: Pick<
    RotationView,
    "old" | "fresh" | "uses" | "unlock" | "startedAt" | "promotedAt" | "endedAt" | "mode"
  >;
  /** ISO 8601, UTC: the right end. */
  readonly now: string;
  /** For paper: the table stands open. */
  readonly isPrinted?: boolean;
}

const columns: readonly Column<UseView>[] = [
  { id: "at", header: "Used", cell: ({ at }) => <TimeText at={at} form="moment" /> },
  { id: "which", header: "Secret", cell: ({ which }) => which },
  { id: "by", header: "By", cell: ({ isOurs }) => (isOurs ? "Latchkey itself" : "somebody else") },
  {
    id: "seen",
    header: "Seen",
    cell: ({ checkedAt, source }) => (
      <>
        <TimeText at={checkedAt} form="moment" />
        {source === "typed" && ", typed"}
      </>
    ),
  },
];

/** What the checks told of the last use of both secrets, along one line of time. */
export function UseTimeline({ rotation, now, isPrinted = false }: UseTimelineProps) {
  const { old, fresh, uses, unlock, promotedAt, mode } = rotation;
  const { dots, quiet, from, isCut } = placeUses(rotation, now);
  const rows = [
    ...(fresh === null ? [] : [{ which: "new" as const, name: nameSecret(fresh) }]),
    { which: "old" as const, name: nameSecret(old) },
  ];
  return (
    <Panel title="Who used which secret" isRegion>
      <div aria-hidden="true">
        {rows.map(({ which, name }) => (
          <div key={which} className="flex items-center gap-3">
            <div className="w-24 shrink-0 truncate text-sm text-faint">
              {which} <code>{name}</code>
            </div>
            <svg className="h-12 min-w-0 flex-1 overflow-visible" role="presentation">
              <line x1="0" x2="100%" y1="50%" y2="50%" className="stroke-line" />
              {which === "old" && quiet !== null && (
                <>
                  <rect
                    x={`${quiet.from}%`}
                    width={`${quiet.to - quiet.from}%`}
                    y="30%"
                    height="40%"
                    rx="3"
                    className="fill-good-ground"
                  />
                  {quiet.to - quiet.from > 25 && (
                    <text
                      x={`${(quiet.from + quiet.to) / 2}%`}
                      y="50%"
                      dominantBaseline="central"
                      textAnchor="middle"
                      className="fill-good text-xs"
                    >
                      {quiet.label}
                    </text>
                  )}
                </>
              )}
              {dots
                .filter((dot) => dot.which === which)
                .map((dot) => (
                  <circle
                    key={dot.key}
                    cx={`${dot.percent}%`}
                    cy="50%"
                    r="4.5"
                    strokeWidth="1.5"
                    className={lookOf(dot)}
                  />
                ))}
            </svg>
          </div>
        ))}
        <div className="flex justify-between pl-27 text-sm text-faint">
          <TimeText at={from} form="moment" />
          <span>{rotation.endedAt === null ? "now" : "end"}</span>
        </div>
      </div>
      <p className="mt-2 text-sm text-soft">
        {uses.length === 0 ? noUses(mode, promotedAt) : "Hollow: Latchkey itself. Its own uses do not count."}
        {isCut && " Earlier uses stand in the table."}
      </p>
      {promotedAt !== null && <HiddenUses unlock={unlock} />}
      {uses.length > 0 && (
        <details className="mt-2" open={isPrinted}>
          <summary className="rounded-sm text-sm text-soft">Show as a table</summary>
          <div className="mt-1">
            <DataTable
              caption="Uses of both secrets"
              columns={columns}
              rows={uses}
              rowKey={({ which, at }) => `${which} ${at}`}
              isBare
            />
          </div>
        </details>
      )}
    </Panel>
  );
}

function lookOf({ which, isOurs }: Pick<UseView, "which" | "isOurs">): string {
  if (which === "new") return isOurs ? "fill-panel stroke-accent" : "fill-accent stroke-accent";
  return isOurs ? "fill-panel stroke-attend" : "fill-attend stroke-attend";
}

function noUses(mode: "api" | "manual", promotedAt: string | null): string {
  if (mode === "manual")
    return "Nothing is known yet. Type what the Developer Console shows after the promotion.";
  return promotedAt === null
    ? "Adobe has told of no use yet."
    : "Adobe tells of no use. Check last use asks again.";
}

/** Adobe tells the newest use only, so one of ours covers what others did before it. */
function HiddenUses({ unlock }: Pick<RotationView, "unlock">) {
  const { hiddenBefore, newHiddenBefore, conditions } = unlock;
  const isWaitedFor = conditions.some(({ id, isMet }) => id === "used_by_others" && !isMet);
  return (
    <>
      {hiddenBefore !== null && (
        <p className="mt-1 text-sm text-soft">
          Latchkey used the old secret itself <TimeText at={hiddenBefore} />, which hides what others did with
          it before. What they do after it shows.
        </p>
      )}
      {newHiddenBefore !== null && isWaitedFor && (
        <p className="mt-1 text-sm text-soft">
          Latchkey had to get a token with the new secret itself <TimeText at={newHiddenBefore} />, which
          hides earlier uses. Check again within 24 hours, once a system has used it.
        </p>
      )}
    </>
  );
}

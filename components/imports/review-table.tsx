import { ChevronDown } from "lucide-react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { controlClass } from "@/components/ui/field";
import { joinClasses } from "@/components/ui/join-classes";
import { ShortId } from "@/components/ui/short-id";
import { StatusTag } from "@/components/ui/status-tag";
import { TextLink } from "@/components/ui/text-link";
import type { Tone } from "@/components/ui/tone";
import { environmentLabels, environments } from "@/lib/environment";
import type { ImportStanding, ReviewRow } from "@/lib/imports/import-review";
import type { ReviewedRow } from "@/lib/imports/reviewed-rows";

const standings: Readonly<Record<ImportStanding, { readonly label: string; readonly tone: Tone }>> = {
  new: { label: "New", tone: "good" },
  same: { label: "Already here", tone: "neutral" },
  differs: { label: "Secret differs", tone: "attend" },
  rotating: { label: "Secret differs", tone: "attend" },
  archived: { label: "Archived here", tone: "attend" },
  other_kind: { label: "JWT credential here", tone: "attend" },
  not_supported: { label: "Not supported", tone: "neutral" },
  incomplete: { label: "Incomplete", tone: "attend" },
};

/** Whether there is anything to decide. */
export function isPickable({ standing }: ReviewRow): boolean {
  return standing === "new" || standing === "differs";
}

/** Nothing that is stored is ever replaced unasked. */
export function isTickedFirst({ standing }: ReviewRow): boolean {
  return standing === "new";
}

interface ReviewTableProps {
  readonly rows: readonly ReviewRow[];
  /** What was chosen before the form came back. */
  readonly choices: readonly ReviewedRow[];
}

/** One line per credential that was read. */
export function ReviewTable({ rows, choices }: ReviewTableProps) {
  const chosen = new Map(choices.map((choice) => [choice.index, choice]));
  const columns: readonly Column<ReviewRow>[] = [
    {
      id: "name",
      header: "Name",
      cell: (row) => <NameCell row={row} choice={chosen.get(row.index)} isFresh={choices.length === 0} />,
    },
    {
      id: "environment",
      header: "Environment",
      cell: (row) => <EnvironmentCell row={row} choice={chosen.get(row.index)} />,
    },
    { id: "standing", header: "Status", cell: (row) => <StandingCell row={row} /> },
    { id: "scopes", header: "Scopes", cell: ({ scopeCount }) => scopeCount || "—", isNumeric: true },
    { id: "secrets", header: "Secrets", cell: (row) => <SecretsCell row={row} /> },
    { id: "ids", header: "Numeric IDs", cell: (row) => sayIds(row) },
  ];
  return (
    <DataTable caption="What was read" columns={columns} rows={rows} rowKey={({ index }) => `${index}`} />
  );
}

interface CellProps {
  readonly row: ReviewRow;
  readonly choice: ReviewedRow | undefined;
}

function NameCell({ row, choice, isFresh }: CellProps & { readonly isFresh: boolean }) {
  const { index, name, clientId, source, standing } = row;
  const called = name === "" ? "a credential without a name" : name;
  if (!isPickable(row)) {
    return (
      <>
        <div className="font-semibold break-words">{name === "" ? "No name" : name}</div>
        <SecondLine clientId={clientId} source={source} />
      </>
    );
  }
  const isReplacement = standing === "differs";
  return (
    <div className="flex items-start gap-2.5">
      <input
        type="checkbox"
        name={`pick-${index}`}
        value={isReplacement ? "replace" : "new"}
        defaultChecked={isFresh ? isTickedFirst(row) : choice?.pick !== undefined}
        aria-label={isReplacement ? `Replace the secret of ${called}` : `Import ${called}`}
        className={joinClasses("size-4 shrink-0 accent-accent", isReplacement ? "mt-0.5" : "mt-2.5")}
      />
      <div className="min-w-0 flex-1">
        {isReplacement ? (
          <div className="font-semibold break-words">{name}</div>
        ) : (
          <input
            type="text"
            name={`name-${index}`}
            defaultValue={choice?.name ?? name}
            maxLength={200}
            autoComplete="off"
            aria-label={`Name for ${called}`}
            className={joinClasses(controlClass, "h-9 min-w-48 max-wide:h-11")}
          />
        )}
        <SecondLine clientId={clientId} source={source} />
      </div>
    </div>
  );
}

function SecondLine({ clientId, source }: Pick<ReviewRow, "clientId" | "source">) {
  return (
    <div className="mt-1 text-sm text-faint">
      {clientId !== "" && (
        <>
          <ShortId value={clientId} /> ·{" "}
        </>
      )}
      {source}
    </div>
  );
}

function EnvironmentCell({ row, choice }: CellProps) {
  const environment = choice?.environment ?? row.environment;
  if (row.standing === "differs") {
    return (
      <>
        {environmentLabels[row.environment]}
        <input type="hidden" name={`environment-${row.index}`} value={row.environment} />
      </>
    );
  }
  if (row.standing !== "new") return row.clientId === "" ? "—" : environmentLabels[environment];
  return (
    <div className="relative min-w-32">
      <select
        // React keeps the first default of a select; a new key makes the new one count.
        key={environment}
        name={`environment-${row.index}`}
        defaultValue={environment}
        aria-label={`Environment of ${row.name}`}
        className={joinClasses(controlClass, "h-9 appearance-none pr-9 max-wide:h-11")}
      >
        {environments.map((value) => (
          <option key={value} value={value}>
            {environmentLabels[value]}
          </option>
        ))}
      </select>
      <ChevronDown
        size={16}
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-3 my-auto text-soft"
      />
    </div>
  );
}

function StandingCell({ row: { standing, sentence, link } }: { readonly row: ReviewRow }) {
  const { label, tone } = standings[standing];
  return (
    <>
      <StatusTag tone={tone}>{label}</StatusTag>
      {sentence !== null && <p className="mt-1 max-w-72 text-sm text-soft">{sentence}</p>}
      {link !== null && (
        <p className="mt-0.5 text-sm">
          <TextLink href={link.href}>{link.label}</TextLink>
        </p>
      )}
    </>
  );
}

function SecretsCell({ row: { fingerprints } }: { readonly row: ReviewRow }) {
  if (fingerprints.length === 0) return "—";
  return (
    <>
      {fingerprints.length}
      {fingerprints.length > 1 && ", the first is taken"}
      <div className="text-sm text-faint">
        {fingerprints.map((fingerprint) => (
          <code key={fingerprint} className="mr-1.5">
            {fingerprint}
          </code>
        ))}
      </div>
    </>
  );
}

function sayIds({ hasNumericIds, standing }: ReviewRow): string {
  if (standing === "not_supported") return "—";
  return hasNumericIds ? "Yes" : "No";
}

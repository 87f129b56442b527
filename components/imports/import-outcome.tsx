import { type Column, DataTable } from "@/components/ui/data-table";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { ShortId } from "@/components/ui/short-id";
import { StatusTag } from "@/components/ui/status-tag";
import { TextLink } from "@/components/ui/text-link";
import type { Tone } from "@/components/ui/tone";
import { TwoLines } from "@/components/ui/two-lines";
import { environmentLabels } from "@/lib/environment";
import {
  countOutcomes,
  type ImportedRow,
  type ImportView,
  type ImportOutcome as Outcome,
} from "@/lib/imports/import-result";

interface ImportOutcomeProps extends ImportView {
  /** Where the same is looked over again, while it is held. */
  readonly reviewHref: string | null;
}

/** What an import came to, per credential, and what can be done about the rest. */
export function ImportOutcome({ job, result, reviewHref }: ImportOutcomeProps) {
  const rows = result?.rows ?? [];
  const counts = countOutcomes(rows);
  const isWhole = job.state === "succeeded" && counts.refused === 0;
  return (
    <div className="flex flex-col gap-4">
      <Note
        tone={isWhole ? "good" : "attend"}
        title={titleOf(job)}
        next={
          <>
            <TextLink href="/credentials">Credentials</TextLink>
            {!isWhole && reviewHref !== null && <TextLink href={reviewHref}>Look over what is left</TextLink>}
          </>
        }
      >
        <p>
          {result === null
            ? "What was taken in until then is in the list."
            : outcomes
                .filter(({ outcome }) => counts[outcome] > 0)
                .map(({ outcome, clause }) => `${counts[outcome].toLocaleString("en")} ${clause}`)
                .join(", ")}
          {result !== null && "."}
          {!isWhole && " Paste the same again to go on: nothing is taken in twice."}
        </p>
      </Note>
      {rows.length > 0 && (
        <DataTable
          caption="Results of the import"
          columns={columns}
          rows={rows}
          rowKey={({ clientId, environment }) => `${environment} ${clientId}`}
        />
      )}
      <div>
        <LinkButton href="/credentials/new">Import more</LinkButton>
      </div>
    </div>
  );
}

const outcomes: readonly { readonly outcome: Outcome; readonly clause: string }[] = [
  { outcome: "registered", clause: "registered" },
  { outcome: "replaced", clause: "with a new secret" },
  { outcome: "already_here", clause: "already here" },
  { outcome: "refused", clause: "not taken in" },
];

function titleOf({ state }: ImportView["job"]): string {
  switch (state) {
    case "cancelled":
      return "The import was cancelled";
    case "abandoned":
      return "The import was cut off";
    case "failed":
      return "The import ended early";
    default:
      return "The import is done";
  }
}

const tags: Readonly<Record<Outcome, { readonly label: string; readonly tone: Tone }>> = {
  registered: { label: "Registered", tone: "good" },
  replaced: { label: "Secret replaced", tone: "good" },
  already_here: { label: "Already here", tone: "neutral" },
  refused: { label: "Not taken in", tone: "attend" },
};

const columns: readonly Column<ImportedRow>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ name, clientId, credentialId }) => (
      <TwoLines second={<ShortId value={clientId} />}>
        {credentialId === null ? (
          <span className="font-semibold break-words">{name}</span>
        ) : (
          <TextLink look="title" href={`/credentials/${credentialId}`}>
            {name}
          </TextLink>
        )}
      </TwoLines>
    ),
  },
  { id: "environment", header: "Environment", cell: (row) => environmentLabels[row.environment] },
  {
    id: "outcome",
    header: "Result",
    cell: ({ outcome, sentence }) => (
      <>
        <StatusTag tone={tags[outcome].tone}>{tags[outcome].label}</StatusTag>
        {sentence !== null && <p className="mt-1 text-sm text-soft">{sentence}</p>}
      </>
    ),
  },
];

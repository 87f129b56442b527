import { type Column, DataTable } from "@/components/ui/data-table";
import { StatusTag } from "@/components/ui/status-tag";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { TwoLines } from "@/components/ui/two-lines";
import type { EventRow } from "@/lib/audit/queries/event-row";
import { EventSentence } from "./event-sentence";

const columns: readonly Column<EventRow>[] = [
  {
    id: "what",
    header: "What happened",
    cell: ({ id, description }) => (
      <TwoLines second={description.facts ?? undefined}>
        <TextLink look="plain" href={`/audit/${id}`}>
          <EventSentence description={description} />
        </TextLink>
      </TwoLines>
    ),
  },
  {
    id: "outcome",
    header: "Outcome",
    cell: ({ description: { outcome } }) => <StatusTag tone={outcome.tone}>{outcome.word}</StatusTag>,
  },
  { id: "from", header: "From", cell: ({ address }) => (address === null ? "—" : <code>{address}</code>) },
  { id: "when", header: "When", cell: ({ occurredAt }) => <TimeText at={occurredAt} /> },
  {
    id: "number",
    header: "Number",
    isNumeric: true,
    cell: ({ seq }) => <code>{seq.toLocaleString("en")}</code>,
  },
];

interface EventTableProps {
  readonly events: readonly EventRow[];
  readonly caption?: string;
  /** For a table inside a panel. */
  readonly isBare?: boolean;
}

/** Events as sentences, in the order they come. */
export function EventTable({ events, caption = "Events", isBare = false }: EventTableProps) {
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={events}
      rowKey={(event) => event.id}
      isBare={isBare}
    />
  );
}

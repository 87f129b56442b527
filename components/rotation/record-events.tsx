import { EventSentence } from "@/components/audit/event-sentence";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { TwoLines } from "@/components/ui/two-lines";
import type { RecordLine } from "@/lib/rotation/view/rotation-view";

const columns: readonly Column<RecordLine>[] = [
  {
    id: "what",
    header: "What happened",
    cell: ({ id, description }) => (
      <TwoLines second={[description.facts, description.outcome.word].filter(Boolean).join(" · ")}>
        <TextLink look="plain" href={`/audit/${id}`}>
          <EventSentence description={description} />
        </TextLink>
      </TwoLines>
    ),
  },
  { id: "when", header: "When", cell: ({ at }) => <TimeText at={at} form="moment" /> },
  { id: "number", header: "Number", isNumeric: true, cell: ({ seq }) => <code>{seq}</code> },
  { id: "hash", header: "SHA-256", cell: ({ hash }) => <code className="break-all">{hash}</code> },
];

/** The events of a rotation with the hashes that the audit log is chained by. */
export function RecordEvents({ events }: { readonly events: readonly RecordLine[] }) {
  return (
    <Panel title="Events">
      <DataTable caption="Events" columns={columns} rows={events} rowKey={({ id }) => id} isBare />
      <p className="mt-3 text-sm text-soft">
        Each hash is SHA-256 over the signed text of its event. Whoever has an export of the audit log can
        compare.
      </p>
    </Panel>
  );
}

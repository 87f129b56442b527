import { type Column, DataTable } from "@/components/ui/data-table";
import { StatusTag } from "@/components/ui/status-tag";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { TwoLines } from "@/components/ui/two-lines";
import type { RotationLine } from "@/lib/rotation/view/rotation-view";

interface RotationTableProps {
  readonly credentialId: string;
  readonly rotations: readonly RotationLine[];
}

/** The rotations of a credential that have ended, each with its record. */
export function RotationTable({ credentialId, rotations }: RotationTableProps) {
  const columns: readonly Column<RotationLine>[] = [
    {
      id: "started",
      header: "Started",
      cell: ({ startedAt, startedByName }) => (
        <TwoLines second={`by ${startedByName}`}>
          <TimeText at={startedAt} form="moment" />
        </TwoLines>
      ),
    },
    {
      id: "outcome",
      header: "Outcome",
      cell: ({ outcome }) => (
        <StatusTag tone={outcome === "done" ? "good" : "neutral"}>
          {outcome === "done" ? "Done" : "Cancelled"}
        </StatusTag>
      ),
    },
    {
      id: "how",
      header: "How",
      cell: ({ mode, isEmergency }) =>
        `${mode === "api" ? "by API" : "by hand"}${isEmergency ? ", emergency" : ""}`,
    },
    { id: "ended", header: "Ended", cell: ({ endedAt }) => <TimeText at={endedAt} form="moment" /> },
    {
      id: "record",
      header: "Record",
      cell: ({ id }) => (
        <TextLink href={`/credentials/${credentialId}/rotation/record?rotation=${id}`}>Record</TextLink>
      ),
    },
  ];
  return (
    <DataTable
      caption="Earlier rotations"
      columns={columns}
      rows={rotations}
      rowKey={({ id }) => id}
      isBare
    />
  );
}

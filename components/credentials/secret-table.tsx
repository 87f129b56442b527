import { type Column, DataTable } from "@/components/ui/data-table";
import { StatusTag } from "@/components/ui/status-tag";
import { TimeText } from "@/components/ui/time-text";
import { TwoLines } from "@/components/ui/two-lines";
import type { SecretRow } from "@/lib/credentials/secret-row";

const states = {
  current: { tone: "good", label: "Current" },
  pending: { tone: "attend", label: "Pending" },
  previous: { tone: "attend", label: "Previous" },
  deleted: { tone: "neutral", label: "Destroyed here" },
} as const;

const columns: readonly Column<SecretRow>[] = [
  { id: "fingerprint", header: "Fingerprint", cell: (row) => <code>{row.fingerprint}</code> },
  {
    id: "state",
    header: "State",
    cell: (row) => <StatusTag tone={states[row.state].tone}>{states[row.state].label}</StatusTag>,
  },
  {
    id: "stored",
    header: "Stored",
    cell: (row) => (
      <TwoLines second={`by ${row.storedByName}`}>
        <TimeText at={row.storedAt} />
      </TwoLines>
    ),
  },
  {
    id: "blanked",
    header: "Destroyed",
    cell: (row) => (row.blankedAt === null ? "—" : <TimeText at={row.blankedAt} />),
  },
];

/** Secrets are told apart by fingerprint; their values are never shown. */
export function SecretTable({ secrets }: { readonly secrets: readonly SecretRow[] }) {
  return (
    <DataTable caption="Client secrets" columns={columns} rows={secrets} rowKey={(row) => row.id} isBare />
  );
}

import { KindTag } from "@/components/credentials/jwt/kind-tag";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { ShortId } from "@/components/ui/short-id";
import { StatusTag } from "@/components/ui/status-tag";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { TwoLines } from "@/components/ui/two-lines";
import type { CredentialRow } from "@/lib/credentials/credential-row";
import { environmentLabels } from "@/lib/environment";

const columns: readonly Column<CredentialRow>[] = [
  {
    id: "name",
    header: "Name",
    cell: (row) => (
      <TwoLines second={<ShortId value={row.clientId} />}>
        <TextLink look="title" href={`/credentials/${row.id}`}>
          {row.name}
        </TextLink>
      </TwoLines>
    ),
  },
  {
    id: "health",
    header: "Health",
    cell: (row) => (
      <span className="flex flex-wrap gap-1.5">
        <StatusTag tone={row.health.tone}>{row.health.label}</StatusTag>
        <KindTag kind={row.kind} />
        {row.hasDrift && <StatusTag tone="attend">Scope drift</StatusTag>}
      </span>
    ),
  },
  { id: "environment", header: "Environment", cell: (row) => environmentLabels[row.environment] },
  {
    id: "use",
    header: "Used by",
    cell: (row) => (
      <TextLink href={`/credentials/${row.id}/consumers`}>{describeUse(row.unknownUse)}</TextLink>
    ),
  },
  {
    id: "secret",
    header: "Secret stored",
    cell: (row) => (row.secretStoredAt === null ? "—" : <TimeText at={row.secretStoredAt} />),
  },
  {
    id: "test",
    header: "Last test",
    cell: (row) =>
      row.lastTestAt === null ? (
        "—"
      ) : (
        <TwoLines second={row.lastTestDurationMs === null ? undefined : `${row.lastTestDurationMs} ms`}>
          <TimeText at={row.lastTestAt} />
        </TwoLines>
      ),
  },
];

function describeUse(unknownUse: CredentialRow["unknownUse"]): string {
  if (unknownUse === null) return "see consumers";
  return unknownUse === "no_consumer" ? "no consumer listed" : "no owner named";
}

interface CredentialTableProps {
  readonly rows: readonly CredentialRow[];
  readonly isFiltered: boolean;
}

/** The credentials of one page, or why there are none. */
export function CredentialTable({ rows, isFiltered }: CredentialTableProps) {
  if (rows.length === 0) {
    return (
      <EmptyState
        sentence={isFiltered ? "No credential matches." : "There is nothing here."}
        action={<LinkButton href="/credentials">Show all credentials</LinkButton>}
      />
    );
  }
  return <DataTable caption="Credentials" columns={columns} rows={rows} rowKey={(row) => row.id} />;
}

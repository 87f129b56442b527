import type { ReactNode } from "react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { ExternalLink } from "@/components/ui/external-link";
import { TimeText } from "@/components/ui/time-text";
import { TwoLines } from "@/components/ui/two-lines";
import type { Consumer } from "@/lib/consumers/consumer";

interface ConsumerTableProps {
  readonly consumers: readonly Consumer[];
  /** What can be done about one; absent for those who may only look. */
  readonly actsOf?: (consumer: Consumer) => ReactNode;
}

/** The systems that use a credential. */
export function ConsumerTable({ consumers, actsOf }: ConsumerTableProps) {
  const columns: readonly Column<Consumer>[] = [
    {
      id: "system",
      header: "System",
      cell: ({ system, environment, link }) => (
        <TwoLines {...(environment !== "" && { second: environment })}>
          <span className="font-medium break-words">
            {link === "" ? system : <ExternalLink href={link}>{system}</ExternalLink>}
          </span>
        </TwoLines>
      ),
    },
    {
      id: "owner",
      header: "Owner",
      cell: ({ owner, contact }) => (
        <TwoLines {...(contact !== "" && { second: <span className="break-words">{contact}</span> })}>
          {owner === "" ? <span className="text-attend">nobody named</span> : owner}
        </TwoLines>
      ),
    },
    {
      id: "location",
      header: "Deployed",
      cell: ({ location, redeploy }) => (
        <TwoLines
          {...(redeploy !== "" && {
            second: <span className="break-words whitespace-pre-line">{redeploy}</span>,
          })}
        >
          <span className="break-words">{location === "" ? "—" : location}</span>
        </TwoLines>
      ),
    },
    {
      id: "use",
      header: "Runs",
      cell: ({ cadence, scopes }) => (
        <TwoLines
          {...(scopes.length > 0 && { second: scopes.length === 1 ? "1 scope" : `${scopes.length} scopes` })}
        >
          {cadence === "" ? "—" : cadence}
        </TwoLines>
      ),
    },
    { id: "added", header: "Listed", cell: ({ addedAt }) => <TimeText at={addedAt} /> },
    ...(actsOf === undefined ? [] : [{ id: "acts", header: "Change", cell: actsOf }]),
  ];
  return <DataTable caption="Consumers" columns={columns} rows={consumers} rowKey={({ id }) => id} />;
}

import type { ReactNode } from "react";
import { type Column, DataTable } from "@/components/ui/data-table";
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
      cell: ({ system, owner }) => (
        <TwoLines {...(owner !== "" && { second: owner })}>
          <span className="font-medium break-words">{system}</span>
        </TwoLines>
      ),
    },
    {
      id: "location",
      header: "Deployed",
      cell: ({ location }) => <span className="break-words">{location === "" ? "—" : location}</span>,
    },
    { id: "added", header: "Listed", cell: ({ addedAt }) => <TimeText at={addedAt} /> },
    ...(actsOf === undefined ? [] : [{ id: "acts", header: "Change", cell: actsOf }]),
  ];
  return <DataTable caption="Consumers" columns={columns} rows={consumers} rowKey={({ id }) => id} />;
}

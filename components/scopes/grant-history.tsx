import { DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { TimeText } from "@/components/ui/time-text";
import type { GrantChange } from "@/lib/scopes/scopes-view";

/** When tests began to be granted other scopes than before. */
export function GrantHistory({ changes }: { readonly changes: readonly GrantChange[] }) {
  if (changes.length === 0) return null;
  return (
    <Panel title="History of grants" isRegion isFlush>
      <div className="px-4">
        <DataTable
          caption="Tests that were granted other scopes than the test before"
          isBare
          rows={changes}
          rowKey={({ testId }) => testId}
          columns={[
            { id: "at", header: "Test", cell: ({ at }) => <TimeText at={at} /> },
            {
              id: "gained",
              header: "New",
              cell: ({ gained, isFirst }) =>
                isFirst ? `first test: ${gained.length} granted` : <Names scopes={gained} />,
            },
            { id: "lost", header: "No longer", cell: ({ lost }) => <Names scopes={lost} /> },
          ]}
        />
      </div>
    </Panel>
  );
}

function Names({ scopes }: { readonly scopes: readonly string[] }) {
  if (scopes.length === 0) return "—";
  return (
    <ul>
      {scopes.map((scope) => (
        <li key={scope}>
          <code className="break-all">{scope}</code>
        </li>
      ))}
    </ul>
  );
}

import { type Column, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { TimeText } from "@/components/ui/time-text";
import { TwoLines } from "@/components/ui/two-lines";
import { findKnownScope, groupByProduct } from "@/lib/scopes/scope-catalogue";
import type { ScopesView } from "@/lib/scopes/scopes-view";

/** Every scope that is requested, granted or approved, under the product it opens. */
export function ScopeTable({ scopes }: { readonly scopes: ScopesView }) {
  const { requested, granted, baseline } = scopes;
  const all = [...new Set([...requested, ...(granted?.scopes ?? []), ...(baseline?.scopes ?? [])])];
  const columns = columnsOf(scopes);
  return (
    <>
      {groupByProduct(all).map(({ product, scopes: names }) => (
        <Panel
          key={product}
          title={product}
          isRegion
          isFlush
          {...(granted !== null && {
            aside: (
              <>
                granted <TimeText at={granted.at} />
              </>
            ),
          })}
        >
          <div className="px-4">
            <DataTable
              caption={`Scopes of ${product}`}
              isBare
              columns={columns}
              rows={names}
              rowKey={(scope) => scope}
            />
          </div>
        </Panel>
      ))}
    </>
  );
}

function columnsOf({ requested, granted, baseline }: ScopesView): readonly Column<string>[] {
  return [
    {
      id: "scope",
      header: "Scope",
      cell: (scope) => {
        const known = findKnownScope(scope);
        return (
          <TwoLines
            second={
              known === undefined
                ? "Latchkey does not know this scope: Adobe publishes no list of them."
                : `${known.words}. Source: ${known.source}.`
            }
          >
            <code className="break-all">{scope}</code>
          </TwoLines>
        );
      },
    },
    { id: "requested", header: "Requested", cell: (scope) => (requested.includes(scope) ? "yes" : "no") },
    {
      id: "granted",
      header: "Granted",
      cell: (scope) => {
        if (granted === null) return <span className="text-faint">not tested</span>;
        if (granted.scopes.includes(scope)) return "yes";
        return <strong className="text-bad">no</strong>;
      },
    },
    {
      id: "approved",
      header: "Approved",
      cell: (scope) => {
        if (baseline === null) return <span className="text-faint">no baseline</span>;
        if (baseline.scopes.includes(scope)) return "yes";
        const isOpen = granted?.scopes.includes(scope) === true;
        return isOpen ? <strong className="text-attend">no</strong> : "no";
      },
    },
  ];
}

import { DataTable } from "@/components/ui/data-table";

interface ScopeComparisonProps {
  readonly requestedScopes: readonly string[];
  readonly grantedScopes: readonly string[] | null;
}

/**
 * Requested and granted scopes side by side; those granted without being asked for come last. A signed
 * assertion asks for metascopes instead: then only what was granted stands here.
 */
export function ScopeComparison({ requestedScopes, grantedScopes }: ScopeComparisonProps) {
  const isAsked = requestedScopes.length > 0;
  const scopes = [...new Set([...requestedScopes, ...(grantedScopes ?? [])])];
  return (
    <DataTable
      caption={isAsked ? "Requested and granted scopes" : "Granted scopes"}
      isBare
      rows={scopes}
      rowKey={(scope) => scope}
      columns={[
        { id: "scope", header: "Scope", cell: (scope) => <code>{scope}</code> },
        ...(isAsked
          ? [
              {
                id: "requested",
                header: "Requested",
                cell: (scope: string) => (requestedScopes.includes(scope) ? "yes" : "no"),
              },
            ]
          : []),
        {
          id: "granted",
          header: "Granted",
          cell: (scope) => {
            if (grantedScopes === null) return "unknown";
            return grantedScopes.includes(scope) ? "yes" : <strong className="text-bad">no</strong>;
          },
        },
      ]}
    />
  );
}

import { DataTable } from "@/components/ui/data-table";

interface ScopeComparisonProps {
  readonly requestedScopes: readonly string[];
  readonly grantedScopes: readonly string[] | null;
}

/** Requested and granted scopes side by side; those granted without being asked for come last. */
export function ScopeComparison({ requestedScopes, grantedScopes }: ScopeComparisonProps) {
  const scopes = [...new Set([...requestedScopes, ...(grantedScopes ?? [])])];
  return (
    <DataTable
      caption="Requested and granted scopes"
      isBare
      rows={scopes}
      rowKey={(scope) => scope}
      columns={[
        { id: "scope", header: "Scope", cell: (scope) => <code>{scope}</code> },
        {
          id: "requested",
          header: "Requested",
          cell: (scope) => (requestedScopes.includes(scope) ? "yes" : "no"),
        },
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

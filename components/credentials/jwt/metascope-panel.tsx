import { Panel } from "@/components/ui/panel";

/** What the assertions of a JWT credential ask for. */
export function MetascopePanel({ metascopes }: { readonly metascopes: readonly string[] }) {
  return (
    <Panel title="Metascopes" isRegion>
      <ul className="flex flex-wrap gap-2">
        {metascopes.map((metascope) => (
          <li key={metascope}>
            <code>{metascope}</code>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-soft">
        A metascope names an API. What the token may do is decided by that API and by the product profiles.
      </p>
    </Panel>
  );
}

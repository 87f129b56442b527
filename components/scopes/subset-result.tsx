import { ScopeComparison } from "@/components/credentials/scope-comparison";
import { ExplainedFailure } from "@/components/diagnosis/explained-failure";
import { Note } from "@/components/ui/note";
import { type ConsumerNeed, judgeSubset } from "@/lib/scopes/judge-subset";
import type { TokenTestResult } from "@/lib/tokens/token-test-result";

interface SubsetResultProps {
  readonly result: TokenTestResult;
  /** All that the credential asks for. */
  readonly requested: readonly string[];
  readonly needs: readonly ConsumerNeed[];
}

/** What the ticked scopes were granted, and whether the consumers could live with that. */
export function SubsetResult({ result, requested, needs }: SubsetResultProps) {
  if (result.outcome === "failed") return <ExplainedFailure words={result.words} facts={result.facts} />;
  const { requestedScopes, grantedScopes } = result;
  if (grantedScopes === null) {
    return (
      <Note tone="attend" title="A token was given, but its scopes could not be read">
        <p>So it is not known what dropping the others would mean.</p>
      </Note>
    );
  }
  return (
    <>
      <Verdict granted={grantedScopes} requested={requested} needs={needs} />
      <ScopeComparison requestedScopes={requestedScopes} grantedScopes={grantedScopes} />
    </>
  );
}

interface VerdictProps {
  readonly granted: readonly string[];
  readonly requested: readonly string[];
  readonly needs: readonly ConsumerNeed[];
}

function Verdict({ granted, requested, needs }: VerdictProps) {
  const { dropped, lacking, silent } = judgeSubset({ requested, granted }, needs);
  if (dropped.length === 0) {
    return (
      <Note tone="good" title="Every scope of the credential was granted">
        <p>Nothing would be dropped.</p>
      </Note>
    );
  }
  const without = (
    <>
      Without <Names scopes={dropped} />
    </>
  );
  if (lacking.length > 0) {
    return (
      <Note tone="bad" announce="status" title="Consumers would lack what they need">
        <ul>
          {lacking.map(({ system, scopes }) => (
            <li key={system}>
              {system} lacks <Names scopes={scopes} />
            </li>
          ))}
        </ul>
      </Note>
    );
  }
  if (needs.length === 0) {
    return (
      <Note tone="attend" title="It is not known who needs the others">
        <p>{without}: no consumer is listed, so nobody can be asked.</p>
      </Note>
    );
  }
  if (silent.length > 0) {
    return (
      <Note tone="attend" title="Not every consumer says what it needs">
        <p>
          {without}, those that say so still have what they need. These do not say: {silent.join(", ")}.
        </p>
      </Note>
    );
  }
  return (
    <Note tone="good" title="Every consumer keeps what it needs">
      <p>{without}, all of them still have what they say they need.</p>
    </Note>
  );
}

function Names({ scopes }: { readonly scopes: readonly string[] }) {
  return scopes.map((scope, index) => (
    <span key={scope}>
      {index > 0 && ", "}
      <code className="break-all">{scope}</code>
    </span>
  ));
}

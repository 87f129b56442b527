import { ExplainedFailure } from "@/components/diagnosis/explained-failure";
import { DefinitionList } from "@/components/ui/definition-list";
import { Note } from "@/components/ui/note";
import { TimeText } from "@/components/ui/time-text";
import { nameServer } from "@/lib/diagnosis/name-server";
import type { TokenTestResult } from "@/lib/tokens/token-test-result";
import { ScopeComparison } from "./scope-comparison";

/** One answered test: did it work, until when, with which scopes; or what is wrong. */
export function TokenTestFacts({ result }: { readonly result: TokenTestResult }) {
  const tries = result.tries > 1 ? [{ term: "Requests sent", value: String(result.tries) }] : [];
  const debugId = {
    term: "Adobe debug ID",
    value: result.debugId === null ? "none given" : <code>{result.debugId}</code>,
  };
  if (result.outcome === "failed") {
    const status = {
      term: "HTTP status",
      value: result.httpStatus === null ? "no answer" : result.httpStatus,
    };
    return (
      <ExplainedFailure words={result.words} facts={result.facts}>
        <DefinitionList facts={[status, ...tries, debugId]} />
      </ExplainedFailure>
    );
  }
  const { requestedScopes, grantedScopes, expiresAt, tokenFingerprint } = result;
  return (
    <div className="flex flex-col gap-4">
      <Verdict
        server={nameServer(result.environment)}
        requestedScopes={requestedScopes}
        grantedScopes={grantedScopes}
      />
      <DefinitionList
        facts={[
          {
            term: "Expires",
            value: (
              <>
                <TimeText at={expiresAt} />{" "}
                <span className="text-faint">
                  (<TimeText at={expiresAt} form="moment" />)
                </span>
              </>
            ),
          },
          { term: "Token fingerprint", value: <code>{tokenFingerprint}</code> },
          ...tries,
          debugId,
        ]}
      />
      <ScopeComparison requestedScopes={requestedScopes} grantedScopes={grantedScopes} />
    </div>
  );
}

interface VerdictProps {
  /** Who gave the token. */
  readonly server: string;
  readonly requestedScopes: readonly string[];
  readonly grantedScopes: readonly string[] | null;
}

function Verdict({ server, requestedScopes, grantedScopes }: VerdictProps) {
  if (grantedScopes === null) {
    return (
      <Note tone="attend" title="The token works, but its scopes could not be read">
        <p>{server} gave a token in a form that Latchkey does not know.</p>
      </Note>
    );
  }
  if (requestedScopes.length === 0) {
    return (
      <Note tone="good" title="The token works">
        <p>{server} exchanged the signed JWT for a token. It is kept in memory for 5 minutes.</p>
      </Note>
    );
  }
  const missing = requestedScopes.filter((scope) => !grantedScopes.includes(scope));
  if (missing.length === 0) {
    return (
      <Note tone="good" title="The token works">
        <p>{server} gave a token with every scope that was asked for. It is kept in memory for 5 minutes.</p>
      </Note>
    );
  }
  const count = missing.length === 1 ? "one scope was" : `${missing.length} scopes were`;
  return (
    <Note tone="attend" title={`The token works, but ${count} not granted`}>
      <p>
        {server} gave {requestedScopes.length - missing.length} of {requestedScopes.length} scopes and left
        out <code>{missing.join(", ")}</code>. Usually the API behind a missing scope is not added to the
        project in the Developer Console, or the scope is misspelled.
      </p>
    </Note>
  );
}

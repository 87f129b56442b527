import { ExplainedFailure } from "@/components/diagnosis/explained-failure";
import { DefinitionList } from "@/components/ui/definition-list";
import { Note } from "@/components/ui/note";
import { TimeText } from "@/components/ui/time-text";
import { listSummaryFacts } from "@/lib/diagnosis/list-summary-facts";
import type { Environment } from "@/lib/environment";
import type { Probe } from "@/lib/probes/probe-catalogue";
import type { ProbeOutcome } from "@/lib/probes/probe-view";

interface ProbeResultProps {
  readonly probe: Probe;
  readonly last: ProbeOutcome;
  /** For the summary. */
  readonly clientId: string;
  readonly environment: Environment;
}

/** What the newest run of a probe came to. */
export function ProbeResult({ probe, last, clientId, environment }: ProbeResultProps) {
  const { httpStatus, durationMs, tries, debugId, host, tenant } = last;
  const facts = [
    { term: "HTTP status", value: httpStatus === null ? "no answer" : String(httpStatus) },
    ...(durationMs === null ? [] : [{ term: "Time taken", value: `${durationMs} ms` }]),
    ...(tries !== null && tries > 1 ? [{ term: "Requests sent", value: String(tries) }] : []),
    { term: "Adobe request ID", value: debugId === null ? "none given" : <code>{debugId}</code> },
    { term: "Host", value: <code className="break-all">{host}</code> },
    ...(tenant === "" ? [] : [{ term: "Tenant", value: <code className="break-all">{tenant}</code> }]),
    {
      term: "Run",
      value: (
        <>
          <TimeText at={last.requestedAt} />
          {last.requestedByName !== "" && ` by ${last.requestedByName}`}
        </>
      ),
    },
  ];
  return (
    <div className="flex flex-col gap-3">
      <Verdict probe={probe} last={last} clientId={clientId} environment={environment} />
      <DefinitionList facts={facts} />
    </div>
  );
}

function Verdict({ probe, last, clientId, environment }: ProbeResultProps) {
  const { outcome, words, wasTokenRenewed, httpStatus } = last;
  if (outcome === "succeeded") {
    return (
      <Note tone="good" announce="none" title={`${probe.product} lets the credential in`}>
        {wasTokenRenewed && (
          <p>
            The token that Latchkey had kept was refused, and a fresh one was accepted: the kept one had gone
            stale, and nothing is wrong with the access.
          </p>
        )}
        {httpStatus === 404 && (
          <p>It answered that there is no such thing, which it tells only those whom it lets in.</p>
        )}
      </Note>
    );
  }
  if (words === null) {
    return (
      <Note tone="attend" announce="none" title="No answer was recorded">
        <p>Latchkey ended or could not write its log before the answer was kept. Run the probe again.</p>
      </Note>
    );
  }
  return (
    <>
      <ExplainedFailure
        isStanding
        words={words}
        facts={[
          { label: "Probe", value: probe.label },
          ...listSummaryFacts({
            environment,
            clientId,
            host: last.host,
            code: last.failureCode,
            status: httpStatus,
            debugId: last.debugId,
            at: new Date(last.requestedAt),
            tries: last.tries,
            durationMs: last.durationMs,
          }),
        ]}
      />
      {wasTokenRenewed && (
        <p className="max-w-3xl">
          The token that Latchkey had kept was refused, and a fresh one as well: it is the access that is
          missing, not the token that had gone stale.
        </p>
      )}
    </>
  );
}

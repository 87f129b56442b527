import { type Column, DataTable } from "@/components/ui/data-table";
import { DefinitionList } from "@/components/ui/definition-list";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import type {
  CredentialUsage,
  UsageDay,
  UsageEvent,
  UsagePerson,
} from "@/lib/audit/queries/credential-usage";
import { writeEventFilters } from "@/lib/audit/queries/event-filters";
import type { CredentialId } from "@/lib/ids";
import type { SecretUseView } from "@/lib/rotation/view/secret-use-view";
import { DayCharts } from "./day-charts";
import { writeCount } from "./say-day";
import { SecretUseTable } from "./secret-use-table";

interface UsagePanelProps {
  readonly credentialId: CredentialId;
  readonly usage: CredentialUsage;
  readonly secrets: readonly SecretUseView[];
}

const kinds = [
  { label: "Succeeded", tone: "good" },
  { label: "Failed", tone: "bad" },
] as const;

const columns: readonly Column<UsagePerson>[] = [
  { id: "name", header: "Person", cell: ({ name }) => name },
  { id: "asked", header: "Tokens", isNumeric: true, cell: ({ asked }) => writeCount(asked) },
  { id: "succeeded", header: "Succeeded", isNumeric: true, cell: ({ succeeded }) => writeCount(succeeded) },
  { id: "failed", header: "Failed", isNumeric: true, cell: ({ failed }) => writeCount(failed) },
  { id: "last", header: "Last", cell: ({ lastAt }) => <TimeText at={lastAt} /> },
];

/** What a credential was used for through Latchkey, and what Adobe says of its secrets beside it. */
export function UsagePanel({ credentialId, usage, secrets }: UsagePanelProps) {
  const { days, people, lastSuccess, lastFailure } = usage;
  const asked = days.reduce((sum, day) => sum + day.asked, 0);
  return (
    <Panel title="Usage" isRegion aside={`tokens asked for by Latchkey, last ${days.length} days`}>
      <div className="flex flex-col gap-5">
        {asked === 0 ? (
          <p className="text-soft">Latchkey asked for no token with this credential on these days.</p>
        ) : (
          <div>
            <DayCharts
              kinds={kinds}
              days={days.map((day) => ({
                day: day.day,
                counts: [day.succeeded, day.failed],
                p50Ms: day.p50Ms,
                p95Ms: day.p95Ms,
                href: hrefOf(credentialId, day),
              }))}
              caption="Tokens asked for per day"
            />
          </div>
        )}
        <DefinitionList
          facts={[
            { term: "Last success", value: lastSuccess === null ? "none" : <Ask event={lastSuccess} /> },
            {
              term: "Last failure",
              value:
                lastFailure === null ? (
                  "none"
                ) : (
                  <>
                    <Ask event={lastFailure} />: {lastFailure.reason}
                  </>
                ),
            },
          ]}
        />
        {people.length > 0 && (
          <div>
            <h3 className="font-semibold">Who asked</h3>
            <DataTable
              caption="Who asked for tokens"
              columns={columns}
              rows={people}
              rowKey={({ name, lastAt }) => `${name} ${lastAt}`}
              isBare
            />
          </div>
        )}
        {secrets.length > 0 && <SecretUseTable secrets={secrets} />}
      </div>
    </Panel>
  );
}

function Ask({ event }: { readonly event: UsageEvent }) {
  return (
    <>
      <TextLink href={`/audit/${event.eventId}`}>
        <TimeText at={event.at} />
      </TextLink>{" "}
      by {event.actor}
    </>
  );
}

function hrefOf(credential: CredentialId, { day }: UsageDay): string {
  return `/audit?${writeEventFilters({ credential, from: day, to: day })}`;
}

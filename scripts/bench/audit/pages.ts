import type { EventAction, EventOutcome } from "@/lib/audit/event";
import { countEvents } from "@/lib/audit/queries/count-events";
import type { EventFilters } from "@/lib/audit/queries/event-filters";
import { listEvents, pageSize } from "@/lib/audit/queries/list-events";
import { listFilterOptions } from "@/lib/audit/queries/list-filter-options";
import { readChart } from "@/lib/audit/queries/read-chart";
import { credentialIdSchema, type OrganizationId, userIdSchema } from "@/lib/ids";
import { findSlowest, type Probe, type Slowest } from "./durations";
import { aim, type Line, showMs } from "./line";
import { type Cast, dayMs } from "./make-events";

/** How long everything on the page of one log takes. */
export interface PageTimes {
  readonly count: number;
  readonly single: Slowest;
  readonly pair: Slowest;
  readonly newest: Slowest;
  readonly deep: Slowest & { readonly page: number };
  readonly text: Slowest;
  readonly chart: Slowest;
  readonly options: Slowest;
}

/** The page that is asked for deep in the log, where it has so many. */
const deepPage = 10_000;

export async function timePages(
  organizationId: OrganizationId,
  cast: Cast,
  times: number,
  stop: AbortSignal,
): Promise<PageTimes> {
  const find = (probes: readonly Probe[], more = 1) => findSlowest(probes, times * more, stop);
  const list = (filters: EventFilters) => () => listEvents(organizationId, filters);
  const choices = Object.entries(chooseFilters(cast));
  const singles = choices.flatMap(([name, values]) =>
    values.map((filters) => ({ name, run: list(filters) })),
  );
  const pairs = choices.flatMap(([name, values], index) =>
    choices
      .slice(index + 1)
      .flatMap(([otherName, others]) =>
        values.flatMap((filters) =>
          others.map((other) => ({ name: `${name} and ${otherName}`, run: list({ ...filters, ...other }) })),
        ),
      ),
  );
  const count = await countEvents(organizationId);
  const page = Math.min(deepPage, Math.floor(count / pageSize));
  const before = BigInt(count - (page - 1) * pageSize + 1);
  const ago = (days: number) => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);
  const chart = (filters: EventFilters) => () =>
    readChart(organizationId, { from: ago(89), to: ago(0), ...filters });
  return {
    count,
    single: await find(singles),
    pair: await find(pairs),
    newest: await find([{ name: "newest", run: list({}) }], 10),
    deep: { ...(await find([{ name: "deep", run: list({ before }) }], 10)), page },
    text: await find(
      ["import", "Payments export 5", "ann lee", "e", "nobody has this name"].map((q) => ({
        name: `"${q}"`,
        run: list({ q }),
      })),
      4,
    ),
    chart: await find(
      [
        {},
        ...choices.flatMap(([name, values]) =>
          ["period", "actor"].includes(name) ? [] : values.slice(0, 1),
        ),
      ].map((filters) => ({ name: Object.keys(filters).join() || "all events", run: chart(filters) })),
      4,
    ),
    options: await find([{ name: "options", run: () => listFilterOptions(organizationId) }], 10),
  };
}

/** For each filter: what is common, what is rare, and what there is nothing of. */
function chooseFilters({ credentials, people }: Cast): Readonly<Record<string, readonly EventFilters[]>> {
  const actions: EventAction[] = ["token.tested", "credential.edited", "credential.restored", "log.sealed"];
  const outcomes: EventOutcome[] = ["succeeded", "requested", "failed", "denied"];
  const ago = (days: number) => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);
  const ends = [0, 0.5, 1].map((share) => (length: number) => Math.round(share * (length - 1)));
  return {
    action: actions.map((action) => ({ action })),
    credential: ends.map((at) => ({
      credential: credentialIdSchema.parse(credentials[at(credentials.length)]?.id),
    })),
    actor: [
      ...ends.map((at) => ({ actor: userIdSchema.parse(people[at(people.length)]?.id) })),
      { actor: "anonymous" as const },
      { actor: "system" as const },
    ],
    outcome: outcomes.map((outcome) => ({ outcome })),
    period: [
      { from: ago(7), to: ago(0) },
      { from: ago(210), to: ago(180) },
      { from: ago(390), to: ago(390) },
    ],
  };
}

/** The times at full size, beside those of a small log. */
export function comparePages(large: PageTimes, small: PageTimes): readonly Line[] {
  const smallCount = small.count.toLocaleString("en-US");
  const beside = (measure: string, ours: Slowest, theirs: Slowest, boundMs?: number): Line => {
    const ratio = ours.p95Ms / theirs.p95Ms;
    return {
      measure,
      result: showMs(ours.p95Ms),
      reference: `${showMs(theirs.p95Ms)} at ${smallCount}`,
      ratio,
      ...(boundMs !== undefined && { aims: [aim(ours.p95Ms, "lower", boundMs, " ms")] }),
    };
  };
  const first = (kind: string, ours: Slowest, theirs: Slowest): Line => {
    const line = beside(`first page, slowest ${kind}: ${ours.name}; p95`, ours, theirs, 50);
    return { ...line, aims: [...(line.aims ?? []), aim(line.ratio ?? 0, "lower", 2, "×")] };
  };
  const deepRatio = large.deep.p95Ms / large.newest.p95Ms;
  return [
    first("single filter", large.single, small.single),
    first("pair of filters", large.pair, small.pair),
    {
      measure: `page ${large.deep.page.toLocaleString("en-US")}, p95`,
      result: showMs(large.deep.p95Ms),
      reference: `${showMs(large.newest.p95Ms)}, page 1`,
      ratio: deepRatio,
      aims: [aim(deepRatio, "lower", 1.5, "×")],
    },
    beside(`free text over names, slowest: ${large.text.name}; p95`, large.text, small.text, 150),
    beside(`chart over 90 days, slowest: ${large.chart.name}; p95`, large.chart, small.chart, 100),
    beside("choices of the filters, p95", large.options, small.options),
  ];
}

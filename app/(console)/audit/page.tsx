import { EventFilterForm } from "@/components/audit/event-filter-form";
import { EventTable } from "@/components/audit/event-table";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { countEvents } from "@/lib/audit/count-events";
import { type EventFilters, parseEventFilters, writeEventFilters } from "@/lib/audit/event-filters";
import { listEvents } from "@/lib/audit/list-events";
import { listFilterOptions } from "@/lib/audit/list-filter-options";
import { requireViewer } from "@/lib/auth/find-viewer";

export const metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: PageProps<"/audit">) {
  const { organizationId } = await requireViewer();
  const filters = parseEventFilters(await searchParams);
  const [page, options, count] = await Promise.all([
    listEvents(organizationId, filters),
    listFilterOptions(organizationId, filters),
    countEvents(organizationId),
  ]);
  return (
    <>
      <PageHeader
        title="Audit log"
        facts={`${count.toLocaleString("en")} ${count === 1 ? "event" : "events"}, each signed and chained to the one before`}
      />
      <EventFilterForm filters={filters} options={options} />
      {page.events.length === 0 ? (
        <EmptyState
          sentence="No event matches these filters."
          action={<LinkButton href="/audit">Show all events</LinkButton>}
        />
      ) : (
        <EventTable events={page.events} />
      )}
      <Pager
        label="Pages of the log"
        previous={
          filters.before === undefined
            ? undefined
            : { href: hrefOf({ ...filters, before: undefined }), label: "Newest" }
        }
        next={
          page.nextBefore === null
            ? undefined
            : { href: hrefOf({ ...filters, before: page.nextBefore }), label: "Older" }
        }
      />
    </>
  );
}

function hrefOf(filters: EventFilters): string {
  const query = writeEventFilters(filters).toString();
  return query === "" ? "/audit" : `/audit?${query}`;
}

import { Download } from "lucide-react";
import { EventChartPanel } from "@/components/audit/event-chart-panel";
import { EventFilterForm } from "@/components/audit/event-filter-form";
import { EventTable } from "@/components/audit/event-table";
import { ProofPanel } from "@/components/audit/proof-panel";
import { RestoreAlarm } from "@/components/audit/restore-alarm";
import { RetentionForm, RetentionText } from "@/components/audit/retention-form";
import { sayRetention } from "@/components/audit/say-retention";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { countEvents } from "@/lib/audit/queries/count-events";
import { type EventFilters, parseEventFilters, writeEventFilters } from "@/lib/audit/queries/event-filters";
import { listEvents } from "@/lib/audit/queries/list-events";
import { listFilterOptions } from "@/lib/audit/queries/list-filter-options";
import { readChart } from "@/lib/audit/queries/read-chart";
import { findLogAlarm } from "@/lib/audit/restore/find-log-alarm";
import { readRetentionDays } from "@/lib/audit/retention/read-retention-days";
import { findLogVerification } from "@/lib/audit/verification/find-log-verification";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import {
  acknowledgeRestoreAction,
  cancelLogVerificationAction,
  setRetentionAction,
  verifyLogAction,
} from "./actions";

export const metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: PageProps<"/audit">) {
  const { organizationId, role } = await requireViewer();
  const filters = parseEventFilters(await searchParams);
  const mayVerify = may(role, "audit.verify");
  const [page, options, count, chart, alarm, retentionDays, verification] = await Promise.all([
    listEvents(organizationId, filters),
    listFilterOptions(organizationId, filters),
    countEvents(organizationId),
    readChart(organizationId, filters),
    findLogAlarm(organizationId),
    readRetentionDays(organizationId),
    mayVerify ? findLogVerification(organizationId) : null,
  ]);
  return (
    <>
      <PageHeader
        title="Audit log"
        facts={
          <>
            {count.toLocaleString("en")} {count === 1 ? "event" : "events"}, each signed and chained to the
            one before
            {verification === null && ` · kept ${sayRetention(retentionDays)}`}
          </>
        }
        actions={may(role, "audit.export") && <ExportLinks filters={filters} />}
      />
      <RestoreAlarm
        organizationId={organizationId}
        alarm={alarm}
        acknowledgeAction={may(role, "audit.acknowledge_restore") ? acknowledgeRestoreAction : undefined}
      />
      <div className="mb-4 grid items-start gap-4 min-[72rem]:grid-flow-col min-[72rem]:auto-cols-[22rem] min-[72rem]:grid-cols-[minmax(0,1fr)]">
        <EventChartPanel chart={chart} filters={filters} />
        {verification !== null && (
          <ProofPanel
            organizationId={organizationId}
            verification={verification}
            verifyAction={verifyLogAction}
            cancelAction={cancelLogVerificationAction}
            retention={
              may(role, "audit.set_retention") ? (
                <RetentionForm
                  organizationId={organizationId}
                  days={retentionDays}
                  action={setRetentionAction}
                />
              ) : (
                <RetentionText days={retentionDays} />
              )
            }
          />
        )}
      </div>
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

/** Everything that the filters let through, not the page of it that is shown. */
function ExportLinks({ filters }: { readonly filters: EventFilters }) {
  const query = writeEventFilters({ ...filters, before: undefined });
  const icon = <Download size={14} aria-hidden="true" />;
  return (
    <>
      <DownloadLink href={exportHrefOf("csv", query)} icon={icon}>
        Export CSV
      </DownloadLink>
      <DownloadLink href={exportHrefOf("ndjson", query)} icon={icon}>
        Export NDJSON
      </DownloadLink>
    </>
  );
}

function exportHrefOf(format: "csv" | "ndjson", filters: URLSearchParams): string {
  return `/api/audit/export?${new URLSearchParams([["format", format], ...filters])}`;
}

function hrefOf(filters: EventFilters): string {
  const query = writeEventFilters(filters).toString();
  return query === "" ? "/audit" : `/audit?${query}`;
}

import { registerSandboxCredentialAction } from "@/app/(console)/credentials/actions";
import { EventTable } from "@/components/audit/event-table";
import { CredentialTable } from "@/components/credentials/credential-table";
import { NoCredentials } from "@/components/credentials/no-credentials";
import { OverdueReviews } from "@/components/profiles/overdue-reviews";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { listEvents } from "@/lib/audit/queries/list-events";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { countCredentials } from "@/lib/credentials/count-credentials";
import { listFailing } from "@/lib/credentials/list-credentials";
import { hasSandboxCredential } from "@/lib/credentials/register-sandbox-credential";
import { listOverdueReviews } from "@/lib/profiles/list-profiles";

export const metadata = { title: "Overview" };

const shownEvents = 8;

export default async function OverviewPage() {
  const { organizationId, organizationName, role } = await requireViewer();
  const [counts, failing, reviews, { events }] = await Promise.all([
    countCredentials(organizationId),
    listFailing(organizationId),
    listOverdueReviews(organizationId),
    listEvents(organizationId, {}, shownEvents),
  ]);
  const mayRegister = may(role, "credential.register");
  const isEmpty = counts.active + counts.archived === 0;
  return (
    <>
      <PageHeader
        title="Overview"
        facts={organizationName}
        actions={mayRegister && <LinkButton href="/credentials/new">Register credential</LinkButton>}
      />
      <div className="flex flex-col gap-6">
        {isEmpty ? (
          <NoCredentials
            organizationId={organizationId}
            {...(mayRegister && hasSandboxCredential() && { tryAction: registerSandboxCredentialAction })}
          />
        ) : (
          <section aria-labelledby="attention" className="flex flex-col gap-3">
            <h2 id="attention" className="text-lg font-semibold">
              What needs you
            </h2>
            {failing.length + reviews.length === 0 && (
              <Note tone="good" title="Nothing needs you" announce="none">
                {describeHealth(counts)}
              </Note>
            )}
            {failing.length > 0 && <CredentialTable rows={failing} isFiltered={false} />}
            {reviews.length > 0 && <OverdueReviews reviews={reviews} />}
          </section>
        )}
        <section aria-labelledby="newest" className="flex flex-col gap-3">
          <div className="flex items-baseline justify-between gap-3">
            <h2 id="newest" className="text-lg font-semibold">
              Newest events
            </h2>
            <TextLink href="/audit">Whole audit log</TextLink>
          </div>
          <EventTable events={events} />
        </section>
      </div>
    </>
  );
}

function describeHealth({ active, untested }: { active: number; untested: number }): string {
  const tested = active - untested;
  const works =
    tested === 0
      ? "No credential was tested yet."
      : `The last test of ${tested === 1 ? "the one tested credential" : `all ${tested} tested credentials`} worked.`;
  if (untested === 0 || tested === 0) return works;
  return `${works} ${untested} ${untested === 1 ? "was" : "were"} never tested.`;
}

import { CredentialFilters } from "@/components/credentials/credential-filters";
import { CredentialTable } from "@/components/credentials/credential-table";
import { DoneNote } from "@/components/credentials/done-note";
import { NoCredentials } from "@/components/credentials/no-credentials";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { countCredentials } from "@/lib/credentials/count-credentials";
import { credentialFilter } from "@/lib/credentials/credential-filter";
import { listCredentials } from "@/lib/credentials/list-credentials";
import { hasSandboxCredential } from "@/lib/credentials/register-sandbox-credential";
import { registerSandboxCredentialAction } from "./actions";

export const metadata = { title: "Credentials" };

export default async function CredentialsPage({ searchParams }: PageProps<"/credentials">) {
  const viewer = await requireViewer();
  const query = await searchParams;
  const filter = credentialFilter.parse(query);
  const [page, counts] = await Promise.all([
    listCredentials(viewer.organizationId, filter),
    countCredentials(viewer.organizationId),
  ]);
  const mayRegister = may(viewer.role, "credential.register");
  const isEmpty = counts.active + counts.archived === 0;
  return (
    <>
      <PageHeader
        title="Credentials"
        facts={describeCounts(counts)}
        actions={
          mayRegister && (
            <LinkButton href="/credentials/new" variant="filled">
              Register credential
            </LinkButton>
          )
        }
      />
      <DoneNote done={query.done} />
      {isEmpty ? (
        <NoCredentials
          organizationId={viewer.organizationId}
          {...(mayRegister && hasSandboxCredential() ? { tryAction: registerSandboxCredentialAction } : {})}
        />
      ) : (
        <>
          <CredentialFilters filter={filter} archivedCount={counts.archived} />
          <CredentialTable
            rows={page.rows}
            isFiltered={filter.q !== "" || filter.environment !== undefined}
          />
          <Pager
            label="Pages of the list"
            {...(filter.after === ""
              ? {}
              : { previous: { href: pageHref(filter, ""), label: "First page" } })}
            {...(page.nextCursor === null
              ? {}
              : { next: { href: pageHref(filter, page.nextCursor), label: "Next page" } })}
          />
        </>
      )}
    </>
  );
}

function describeCounts(counts: { active: number; archived: number; failing: number }): string {
  const parts = [`${counts.active.toLocaleString("en")} registered`];
  if (counts.failing > 0) parts.push(`${counts.failing} ${counts.failing === 1 ? "needs" : "need"} you`);
  if (counts.archived > 0) parts.push(`${counts.archived} archived`);
  return parts.join(" · ");
}

function pageHref(
  filter: { q: string; show: string; environment?: string | undefined },
  after: string,
): string {
  const query = new URLSearchParams();
  if (filter.q !== "") query.set("q", filter.q);
  if (filter.show !== "active") query.set("show", filter.show);
  if (filter.environment !== undefined) query.set("environment", filter.environment);
  if (after !== "") query.set("after", after);
  const text = query.toString();
  return text === "" ? "/credentials" : `/credentials?${text}`;
}

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
import {
  type CredentialFilter,
  credentialFilter,
  writeCredentialFilter,
} from "@/lib/credentials/credential-filter";
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
  const mayInspect = may(viewer.role, "token.inspect");
  const isEmpty = counts.active + counts.archived === 0;
  return (
    <>
      <PageHeader
        title="Credentials"
        facts={describeCounts(counts)}
        actions={
          (mayInspect || mayRegister) && (
            <>
              {mayInspect && <LinkButton href="/tokens/inspect">Inspect a token</LinkButton>}
              {mayRegister && (
                <LinkButton href="/credentials/new" variant="filled">
                  Register credential
                </LinkButton>
              )}
            </>
          )
        }
      />
      <DoneNote done={query.done} />
      {isEmpty ? (
        <NoCredentials
          organizationId={viewer.organizationId}
          {...(mayRegister && hasSandboxCredential() && { tryAction: registerSandboxCredentialAction })}
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
            previous={
              filter.after === ""
                ? undefined
                : { href: hrefOf({ ...filter, after: "" }), label: "First page" }
            }
            next={
              page.nextCursor === null
                ? undefined
                : { href: hrefOf({ ...filter, after: page.nextCursor }), label: "Next page" }
            }
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

function hrefOf(filter: CredentialFilter): string {
  const query = writeCredentialFilter(filter).toString();
  return query === "" ? "/credentials" : `/credentials?${query}`;
}

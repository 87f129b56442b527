import { notFound } from "next/navigation";
import {
  archiveCredentialAction,
  deleteCredentialAction,
  restoreCredentialAction,
  testTokenAction,
} from "@/app/(console)/credentials/actions";
import { CredentialAfterlife } from "@/components/credentials/credential-afterlife";
import { CredentialHeader } from "@/components/credentials/credential-header";
import { DoneNote, isFreshlyRegistered } from "@/components/credentials/done-note";
import { IdentityPanel } from "@/components/credentials/identity-panel";
import { MetascopePanel } from "@/components/credentials/jwt/metascope-panel";
import { LastTestPanel } from "@/components/credentials/last-test-panel";
import {
  TestTokenButton,
  TokenTestProvider,
  TokenTestResultPanel,
  UntilTested,
} from "@/components/credentials/token-test";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { systemClock } from "@/lib/clock";
import { findCredential } from "@/lib/credentials/find-credential";
import { findLastTest } from "@/lib/credentials/find-last-test";

export const metadata = { title: "Credential" };

export default async function CredentialPage(props: PageProps<"/credentials/[credentialId]">) {
  const { role, organizationId } = await requireViewer();
  const { credentialId } = await props.params;
  const { done } = await props.searchParams;
  const credential = await findCredential(organizationId, credentialId);
  if (credential === null) notFound();
  const reader = { mayEdit: may(role, "credential.edit") };
  const lastTest = await findLastTest(organizationId, credential.id, reader);
  const { id, name, isArchived, kind } = credential;
  return (
    <TokenTestProvider action={testTokenAction}>
      <CredentialHeader
        credential={credential}
        mayRotate={may(role, "rotation.act")}
        actions={
          <>
            {kind !== "jwt" && <LinkButton href={`/credentials/${id}/use`}>Use it in…</LinkButton>}
            {may(role, "credential.edit") && <LinkButton href={`/credentials/${id}/edit`}>Edit</LinkButton>}
            {!isArchived && may(role, "token.test") && (
              <TestTokenButton
                organizationId={organizationId}
                credentialId={id}
                takesFocus={isFreshlyRegistered(done)}
              />
            )}
          </>
        }
      />
      <UntilTested act={String(done)}>
        <DoneNote done={done} />
      </UntilTested>
      <div className="grid gap-4 wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <TokenTestResultPanel
            {...(may(role, "token.inspect") && { inspectHref: `/credentials/${id}/token` })}
          />
          {credential.metascopes.length > 0 && kind !== "oauth" && (
            <MetascopePanel metascopes={credential.metascopes} />
          )}
          {(lastTest !== null || kind !== "jwt") && (
            <LastTestPanel test={lastTest} requestedScopes={credential.scopes} />
          )}
          {credential.notes !== "" && (
            <Panel title="Notes">
              <p className="whitespace-pre-line">{credential.notes}</p>
            </Panel>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <IdentityPanel credential={credential} now={systemClock.now()} />
          <CredentialAfterlife
            credential={{ id, name, isArchived }}
            organizationId={organizationId}
            {...(may(role, "credential.archive") && { archiveAction: archiveCredentialAction })}
            {...(may(role, "credential.restore") && { restoreAction: restoreCredentialAction })}
            {...(may(role, "credential.delete") && { deleteAction: deleteCredentialAction })}
          />
        </div>
      </div>
    </TokenTestProvider>
  );
}

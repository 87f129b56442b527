import { notFound } from "next/navigation";
import { testTokenAction } from "@/app/(console)/credentials/actions";
import { CredentialHeader } from "@/components/credentials/credential-header";
import {
  TestTokenButton,
  TokenTestProvider,
  TokenTestResultPanel,
} from "@/components/credentials/token-test";
import { TokenContents } from "@/components/tokens/token-contents";
import { TokenDesk } from "@/components/tokens/token-desk";
import { TokenFactsList } from "@/components/tokens/token-facts-list";
import { TokenWarnings } from "@/components/tokens/token-warnings";
import { TextLink } from "@/components/ui/text-link";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { findCredential } from "@/lib/credentials/find-credential";
import { findTokenPage } from "@/lib/tokens/find-token-page";
import { invalidateTokenAction, revealTokenAction, validateTokenAction } from "./actions";

export const metadata = { title: "Token" };

export default async function TokenPage(props: PageProps<"/credentials/[credentialId]/token">) {
  const viewer = await requireViewer();
  const { role, organizationId } = viewer;
  const { credentialId } = await props.params;
  const credential = await findCredential(organizationId, credentialId);
  if (credential === null || !may(role, "token.inspect")) notFound();
  const { id, name, isArchived } = credential;
  const held = isArchived ? null : findTokenPage(viewer, credential);
  return (
    <TokenTestProvider action={testTokenAction}>
      <CredentialHeader
        credential={credential}
        mayRotate={may(role, "rotation.act")}
        actions={
          !isArchived && (
            <TestTokenButton organizationId={organizationId} credentialId={id} takesFocus={false} />
          )
        }
      />
      <div className="flex max-w-5xl flex-col gap-4">
        <TokenTestResultPanel showsTroubleOnly />
        <TokenDesk
          organizationId={organizationId}
          credential={{ id, name, isArchived }}
          fingerprint={held?.inspection.fingerprint ?? null}
          heldUntil={held?.heldUntil ?? null}
          validateAction={validateTokenAction}
          {...(may(role, "token.reveal") && { revealAction: revealTokenAction })}
          {...(may(role, "token.invalidate") && { invalidateAction: invalidateTokenAction })}
        >
          {held !== null && (
            <>
              <TokenWarnings warnings={held.warnings} />
              <TokenFactsList inspection={held.inspection} credential={credential} />
            </>
          )}
        </TokenDesk>
        {held !== null && <TokenContents inspection={held.inspection} />}
        <p className="max-w-3xl text-soft">
          Got a token from somewhere else? <TextLink href="/tokens/inspect">Inspect a pasted token</TextLink>
        </p>
      </div>
    </TokenTestProvider>
  );
}

import { notFound } from "next/navigation";
import { CredentialHeader } from "@/components/credentials/credential-header";
import { Note } from "@/components/ui/note";
import { TextLink } from "@/components/ui/text-link";
import { SnippetList } from "@/components/use/snippet-list";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { findCredential } from "@/lib/credentials/find-credential";
import { findUse } from "@/lib/credentials/use/find-use";
import { exportSecretAction } from "./actions";

export const metadata = { title: "Use it in…" };

export default async function UsePage(props: PageProps<"/credentials/[credentialId]/use">) {
  const { role, organizationId } = await requireViewer();
  const credential = await findCredential(organizationId, (await props.params).credentialId);
  if (credential === null) notFound();
  const snippets = findUse(credential);
  const mayExport = may(role, "secret.export") && !credential.isArchived && credential.secret !== null;
  return (
    <>
      <CredentialHeader credential={credential} mayRotate={may(role, "rotation.act")} />
      {credential.kind === "jwt" ? (
        <Note
          tone="neutral"
          announce="none"
          title="There is nothing to use it in"
          next={
            <TextLink href={`/credentials/${credential.id}/migration`}>
              Migrate to OAuth Server-to-Server
            </TextLink>
          }
        >
          These texts are for OAuth Server-to-Server credentials. Adobe has ended JWT, so nothing new should
          be built on it.
        </Note>
      ) : snippets.length === 0 ? (
        <Note tone="neutral" announce="none" title="The sandbox is not running">
          Its address belongs into these texts. Start Latchkey with a sandbox first.
        </Note>
      ) : (
        <SnippetList
          snippets={snippets}
          organizationId={organizationId}
          credentialId={credential.id}
          {...(mayExport && { exportAction: exportSecretAction })}
        />
      )}
    </>
  );
}

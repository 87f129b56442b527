import { notFound } from "next/navigation";
import { replaceSecretAction } from "@/app/(console)/credentials/actions";
import { CredentialHeader } from "@/components/credentials/credential-header";
import { ReplaceSecretForm } from "@/components/credentials/replace-secret-form";
import { SecretTable } from "@/components/credentials/secret-table";
import { Note } from "@/components/ui/note";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { findCredential } from "@/lib/credentials/find-credential";
import { listSecrets } from "@/lib/credentials/list-secrets";

export const metadata = { title: "Secrets" };

export default async function SecretsPage(props: PageProps<"/credentials/[credentialId]/secrets">) {
  const { role, organizationId } = await requireViewer();
  const { credentialId } = await props.params;
  const credential = await findCredential(organizationId, credentialId);
  if (credential === null) notFound();
  const secrets = await listSecrets(organizationId, credential.id);
  return (
    <>
      <CredentialHeader credential={credential} />
      <div className="flex max-w-3xl flex-col gap-4">
        <SecretTable secrets={secrets} />
        {credential.isArchived && (
          <Note tone="neutral" title="This credential is archived" announce="none">
            Restore it to store another secret.
          </Note>
        )}
        {!credential.isArchived && may(role, "secret.replace") && (
          <ReplaceSecretForm
            action={replaceSecretAction}
            organizationId={organizationId}
            credentialId={credential.id}
          />
        )}
      </div>
    </>
  );
}

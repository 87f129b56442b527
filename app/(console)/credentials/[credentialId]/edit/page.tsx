import { notFound } from "next/navigation";
import { editCredentialAction } from "@/app/(console)/credentials/actions";
import { editJwtCredentialAction } from "@/app/(console)/credentials/new-jwt/actions";
import { EditForm } from "@/components/credentials/edit-form";
import { PageHeader } from "@/components/ui/page-header";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { credentialDefaults } from "@/lib/credentials/credential-defaults";
import { findCredential } from "@/lib/credentials/find-credential";

export const metadata = { title: "Edit credential" };

export default async function EditCredentialPage(props: PageProps<"/credentials/[credentialId]/edit">) {
  const { role, organizationId } = await requireViewer();
  const { credentialId } = await props.params;
  const credential = await findCredential(organizationId, credentialId);
  if (credential === null || !may(role, "credential.edit")) notFound();
  const { id, name, version, kind, secret } = credential;
  const isJwt = kind !== "oauth" && secret === null;
  return (
    <>
      <PageHeader
        title={`Edit ${name}`}
        crumbs={[
          { label: "Credentials", href: "/credentials" },
          { label: name, href: `/credentials/${id}` },
          { label: "Edit" },
        ]}
        facts={isJwt ? "The key has its own page: Secrets" : "The client secret has its own page: Secrets"}
      />
      <EditForm
        action={isJwt ? editJwtCredentialAction : editCredentialAction}
        isJwt={isJwt}
        organizationId={organizationId}
        credentialId={id}
        version={version}
        defaults={credentialDefaults(credential)}
      />
    </>
  );
}

import { notFound } from "next/navigation";
import { editCredentialAction } from "@/app/(console)/credentials/actions";
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
  const { id, name, version } = credential;
  return (
    <>
      <PageHeader
        title={`Edit ${name}`}
        crumbs={[
          { label: "Credentials", href: "/credentials" },
          { label: name, href: `/credentials/${id}` },
          { label: "Edit" },
        ]}
        facts="The client secret has its own page: Secrets"
      />
      <EditForm
        action={editCredentialAction}
        organizationId={organizationId}
        credentialId={id}
        version={version}
        defaults={credentialDefaults(credential)}
      />
    </>
  );
}

import { notFound } from "next/navigation";
import { registerCredentialAction } from "@/app/(console)/credentials/actions";
import { readDownloadAction } from "@/app/(console)/credentials/import/actions";
import { RegisterForm } from "@/components/credentials/register-form";
import { PageHeader } from "@/components/ui/page-header";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";

export const metadata = { title: "Register credential" };

export default async function NewCredentialPage() {
  const viewer = await requireViewer();
  if (!may(viewer.role, "credential.register")) notFound();
  return (
    <>
      <PageHeader
        title="Register credential"
        crumbs={[{ label: "Credentials", href: "/credentials" }, { label: "Register credential" }]}
        facts="An OAuth Server-to-Server credential of the Adobe Developer Console"
      />
      <RegisterForm
        organizationId={viewer.organizationId}
        registerAction={registerCredentialAction}
        readAction={readDownloadAction}
      />
    </>
  );
}

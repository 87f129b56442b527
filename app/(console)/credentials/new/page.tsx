import { notFound } from "next/navigation";
import { registerCredentialAction } from "@/app/(console)/credentials/actions";
import { readDownloadAction } from "@/app/(console)/credentials/import/actions";
import { RegisterForm } from "@/components/credentials/register-form";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
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
      <p className="mb-4 max-w-3xl text-soft">
        Does it sign with a private key?{" "}
        <TextLink href="/credentials/new-jwt">Register a JWT credential</TextLink>
      </p>
      <RegisterForm
        organizationId={viewer.organizationId}
        registerAction={registerCredentialAction}
        readAction={readDownloadAction}
      />
    </>
  );
}

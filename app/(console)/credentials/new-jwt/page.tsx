import { notFound } from "next/navigation";
import { RegisterJwtForm } from "@/components/credentials/jwt/register-jwt-form";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { systemClock } from "@/lib/clock";
import { eraSentences, findJwtEra } from "@/lib/migration/end-of-life";
import { registerJwtCredentialAction } from "./actions";

export const metadata = { title: "Register a JWT credential" };

export default async function NewJwtCredentialPage() {
  const viewer = await requireViewer();
  if (!may(viewer.role, "credential.register")) notFound();
  const [title] = eraSentences[findJwtEra(systemClock.now())];
  return (
    <>
      <PageHeader
        title="Register a JWT credential"
        crumbs={[
          { label: "Credentials", href: "/credentials" },
          { label: "Register credential", href: "/credentials/new" },
          { label: "JWT" },
        ]}
        facts="A Service Account (JWT) credential of the Adobe Developer Console"
      />
      <div className="mb-4">
        <Note tone="attend" title={title} announce="none">
          Register one to see whether it still works and to take it over to OAuth Server-to-Server: once it is
          here, Migrate leads through Adobe's steps. The client ID stays the same.
        </Note>
      </div>
      <RegisterJwtForm organizationId={viewer.organizationId} action={registerJwtCredentialAction} />
    </>
  );
}

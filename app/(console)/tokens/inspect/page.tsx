import { notFound } from "next/navigation";
import { PasteTokenForm } from "@/components/tokens/paste-token-form";
import { PageHeader } from "@/components/ui/page-header";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { inspectTokenAction } from "./actions";

export const metadata = { title: "Inspect a token" };

export default async function InspectTokenPage() {
  const { role, organizationId } = await requireViewer();
  if (!may(role, "token.inspect")) notFound();
  return (
    <>
      <PageHeader
        title="Inspect a token"
        crumbs={[{ label: "Credentials", href: "/credentials" }, { label: "Inspect a token" }]}
        facts="It is read, not stored, and Adobe is not asked"
      />
      <PasteTokenForm action={inspectTokenAction} organizationId={organizationId} />
    </>
  );
}

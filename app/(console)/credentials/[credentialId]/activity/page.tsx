import { notFound } from "next/navigation";
import { EventTable } from "@/components/audit/event-table";
import { CredentialHeader } from "@/components/credentials/credential-header";
import { LinkButton } from "@/components/ui/link-button";
import { listEvents } from "@/lib/audit/queries/list-events";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { findCredential } from "@/lib/credentials/find-credential";

export const metadata = { title: "Activity" };

export default async function ActivityPage(props: PageProps<"/credentials/[credentialId]/activity">) {
  const { role, organizationId } = await requireViewer();
  const credential = await findCredential(organizationId, (await props.params).credentialId);
  if (credential === null) notFound();
  const { events } = await listEvents(organizationId, { credential: credential.id });
  return (
    <>
      <CredentialHeader credential={credential} mayRotate={may(role, "rotation.act")} />
      <EventTable events={events} />
      <div className="mt-3">
        <LinkButton href={`/audit?credential=${credential.id}`} size="small">
          Filter in the audit log
        </LinkButton>
      </div>
    </>
  );
}

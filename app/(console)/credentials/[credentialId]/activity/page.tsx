import { notFound } from "next/navigation";
import { EventTable } from "@/components/audit/event-table";
import { UsagePanel } from "@/components/audit/usage-panel";
import { CredentialHeader } from "@/components/credentials/credential-header";
import { LinkButton } from "@/components/ui/link-button";
import { listEvents } from "@/lib/audit/queries/list-events";
import { readUsage } from "@/lib/audit/queries/read-usage";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { findCredential } from "@/lib/credentials/find-credential";
import { listSecretUses } from "@/lib/rotation/queries/list-secret-uses";

export const metadata = { title: "Activity" };

export default async function ActivityPage(props: PageProps<"/credentials/[credentialId]/activity">) {
  const { role, organizationId } = await requireViewer();
  const credential = await findCredential(organizationId, (await props.params).credentialId);
  if (credential === null) notFound();
  const [{ events }, usage, secrets] = await Promise.all([
    listEvents(organizationId, { credential: credential.id }),
    readUsage(organizationId, credential.id),
    listSecretUses(organizationId, credential.id),
  ]);
  return (
    <>
      <CredentialHeader credential={credential} mayRotate={may(role, "rotation.act")} />
      <div className="mb-4">
        <UsagePanel credentialId={credential.id} usage={usage} secrets={secrets} />
      </div>
      <EventTable events={events} />
      <div className="mt-3">
        <LinkButton href={`/audit?credential=${credential.id}`} size="small">
          Filter in the audit log
        </LinkButton>
      </div>
    </>
  );
}

import { notFound } from "next/navigation";
import { RecordEvents } from "@/components/rotation/record-events";
import { RecordFacts } from "@/components/rotation/record-facts";
import { UseTimeline } from "@/components/rotation/use-timeline";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import { requireViewer } from "@/lib/auth/find-viewer";
import { systemClock } from "@/lib/clock";
import { findCredential } from "@/lib/credentials/find-credential";
import { findRotation } from "@/lib/rotation/queries/find-rotation";
import { listRotationEvents } from "@/lib/rotation/queries/record-events";

export const metadata = { title: "Rotation record" };

export default async function RotationRecordPage(
  props: PageProps<"/credentials/[credentialId]/rotation/record">,
) {
  const { organizationId } = await requireViewer();
  const { credentialId } = await props.params;
  const { rotation: named } = await props.searchParams;
  if (Array.isArray(named)) notFound();
  const credential = await findCredential(organizationId, credentialId);
  if (credential === null) notFound();
  const { id, name } = credential;
  const rotation = await findRotation(organizationId, { credentialId: id, rotationId: named });
  if (rotation === null) notFound();
  const events = await listRotationEvents(organizationId, id, rotation.id);
  return (
    <>
      <PageHeader
        title="Rotation record"
        crumbs={[
          { label: "Credentials", href: "/credentials" },
          { label: name, href: `/credentials/${id}` },
          { label: "Rotation", href: `/credentials/${id}/rotation` },
          { label: "Record" },
        ]}
        facts={`${name} · rotation ${rotation.id}`}
        actions={<PrintButton>Print record</PrintButton>}
      />
      <div className="flex flex-col gap-4">
        <RecordFacts rotation={rotation} credential={credential} />
        <UseTimeline rotation={rotation} now={systemClock.now().toISOString()} isPrinted />
        <RecordEvents events={events} />
      </div>
    </>
  );
}

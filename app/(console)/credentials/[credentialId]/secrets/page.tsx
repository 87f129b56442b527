import { notFound } from "next/navigation";
import { replaceSecretAction } from "@/app/(console)/credentials/actions";
import { CredentialHeader } from "@/components/credentials/credential-header";
import { ReplaceSecretForm } from "@/components/credentials/replace-secret-form";
import { SecretTable } from "@/components/credentials/secret-table";
import { ReadinessPanel } from "@/components/rotation/readiness-panel";
import { RotationTable } from "@/components/rotation/rotation-table";
import { SlotsPanel } from "@/components/rotation/slots-panel";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { findCredential } from "@/lib/credentials/find-credential";
import { listSecrets } from "@/lib/credentials/list-secrets";
import { findReadiness } from "@/lib/rotation/queries/find-readiness";
import { findSlots } from "@/lib/rotation/queries/find-slots";
import { listRotations } from "@/lib/rotation/queries/list-rotations";

export const metadata = { title: "Secrets" };

export default async function SecretsPage(props: PageProps<"/credentials/[credentialId]/secrets">) {
  const { role, organizationId } = await requireViewer();
  const { credentialId } = await props.params;
  const credential = await findCredential(organizationId, credentialId);
  if (credential === null) notFound();
  const { id, isArchived, isRotating } = credential;
  const [secrets, known, readiness, rotations] = await Promise.all([
    listSecrets(organizationId, id),
    findSlots(organizationId, id),
    findReadiness(organizationId, id),
    listRotations(organizationId, id),
  ]);
  return (
    <>
      <CredentialHeader credential={credential} mayRotate={may(role, "rotation.act")} />
      <div className="grid items-start gap-4 wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          {isRotating && (
            <Note
              tone="attend"
              title="A rotation is under way"
              announce="none"
              next={<TextLink href={`/credentials/${id}/rotation`}>Open the rotation</TextLink>}
            >
              Until it has ended, the secrets of this credential are changed there only.
            </Note>
          )}
          <SlotsPanel slots={known.slots} checkedAt={known.checkedAt} />
          <Panel title="Stored here" isRegion>
            <SecretTable secrets={secrets} />
          </Panel>
          {rotations.length > 0 && (
            <Panel title="Earlier rotations" isRegion>
              <RotationTable credentialId={id} rotations={rotations} />
            </Panel>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <ReadinessPanel readiness={readiness} />
          {isArchived && (
            <Note tone="neutral" title="This credential is archived" announce="none">
              Restore it to store another secret.
            </Note>
          )}
          {!isArchived && !isRotating && may(role, "secret.replace") && (
            <ReplaceSecretForm
              action={replaceSecretAction}
              organizationId={organizationId}
              credentialId={id}
            />
          )}
        </div>
      </div>
    </>
  );
}

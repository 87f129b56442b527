import { notFound } from "next/navigation";
import { replaceSecretAction } from "@/app/(console)/credentials/actions";
import { replaceJwtKeyAction } from "@/app/(console)/credentials/new-jwt/actions";
import { CredentialHeader } from "@/components/credentials/credential-header";
import { KeyPanel } from "@/components/credentials/jwt/key-panel";
import { ReplaceKeyForm } from "@/components/credentials/jwt/replace-key-form";
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
import { systemClock } from "@/lib/clock";
import { findCredential } from "@/lib/credentials/find-credential";
import { judgeCertificate } from "@/lib/credentials/jwt/judge-certificate";
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
  const { id, isArchived, isRotating, kind, jwtKey } = credential;
  const certificate = jwtKey?.certificate ?? null;
  const isJwt = kind === "jwt";
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
          {jwtKey !== null && (
            <KeyPanel
              jwtKey={jwtKey}
              state={certificate === null ? null : judgeCertificate(certificate, systemClock.now())}
            />
          )}
          {!isJwt && <SlotsPanel slots={known.slots} checkedAt={known.checkedAt} />}
          {(!isJwt || secrets.length > 0) && (
            <Panel title="Stored here" isRegion>
              <SecretTable secrets={secrets} />
            </Panel>
          )}
          {rotations.length > 0 && (
            <Panel title="Earlier rotations" isRegion>
              <RotationTable credentialId={id} rotations={rotations} />
            </Panel>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {isJwt ? (
            <Note
              tone="neutral"
              title="A JWT credential is not rotated"
              announce="none"
              next={
                <TextLink href={`/credentials/${id}/migration`}>Migrate to OAuth Server-to-Server</TextLink>
              }
            >
              Adobe rotates the client secrets of OAuth Server-to-Server credentials only.
            </Note>
          ) : (
            <ReadinessPanel readiness={readiness} />
          )}
          {isArchived && (
            <Note tone="neutral" title="This credential is archived" announce="none">
              Restore it to store another secret.
            </Note>
          )}
          {!isArchived && jwtKey !== null && may(role, "secret.replace") && (
            <ReplaceKeyForm action={replaceJwtKeyAction} organizationId={organizationId} credentialId={id} />
          )}
          {!isArchived && !isRotating && kind === "oauth" && may(role, "secret.replace") && (
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

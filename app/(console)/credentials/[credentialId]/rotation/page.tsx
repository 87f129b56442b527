import { notFound } from "next/navigation";
import { RotationActs } from "@/components/rotation/rotation-acts";
import { RotationDetail } from "@/components/rotation/rotation-detail";
import { RotationHeader } from "@/components/rotation/rotation-header";
import { RotationIntroduction } from "@/components/rotation/rotation-introduction";
import { writeFormKeys } from "@/components/rotation/write-form-keys";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { systemClock } from "@/lib/clock";
import { findCredential } from "@/lib/credentials/find-credential";
import { newIdempotencyKey } from "@/lib/idempotency-key";
import { findReadiness } from "@/lib/rotation/queries/find-readiness";
import { findRotation } from "@/lib/rotation/queries/find-rotation";
import type { RotationView } from "@/lib/rotation/view/rotation-view";
import * as actions from "./actions";

export const metadata = { title: "Rotation" };

export default async function RotationPage(props: PageProps<"/credentials/[credentialId]/rotation">) {
  const { role, organizationId } = await requireViewer();
  const credential = await findCredential(organizationId, (await props.params).credentialId);
  if (credential === null) notFound();
  const { id, name, kind } = credential;
  const rotation = await findRotation(
    organizationId,
    { credentialId: id },
    { mayEdit: may(role, "credential.edit") },
  );
  const readiness = await findReadiness(organizationId, id);
  const rights = {
    mayAct: may(role, "rotation.act"),
    mayChangeSecrets: may(role, "rotation.change_secrets"),
    mayDeleteAnyway: may(role, "rotation.delete_anyway"),
    mayInvalidate: may(role, "token.invalidate"),
    mayEditConsumers: may(role, "consumer.manage"),
  };
  const isLive = rotation !== null && rotation.standing !== "over";
  const isFit = kind === "oauth" && !credential.isArchived && credential.secret !== null;
  const mayBegin = !isLive && isFit && rights.mayAct;
  return (
    <RotationActs
      actions={{
        start: actions.startRotationAction,
        startEmergency: actions.startEmergencyRotationAction,
        chooseBound: actions.chooseBoundSecretAction,
        add: actions.addSecretAction,
        paste: actions.pasteSecretAction,
        adopt: actions.adoptSecretAction,
        deleteUnknown: actions.deleteUnknownSecretAction,
        verify: actions.verifySecretAction,
        cancelVerification: actions.cancelVerificationAction,
        confirm: actions.confirmConsumerAction,
        withdraw: actions.unconfirmConsumerAction,
        promote: actions.promoteSecretAction,
        checkUse: actions.checkLastUseAction,
        typeUse: actions.typeLastUseAction,
        deleteOld: actions.deleteOldSecretAction,
        deleteAnyway: actions.deleteNowAnywayAction,
        cancel: actions.cancelRotationAction,
        findOut: actions.findOutAction,
        invalidateTokens: actions.invalidateTokensAction,
      }}
      organizationId={organizationId}
      credential={{ id, name }}
      keys={writeFormKeys(rotation, newIdempotencyKey)}
      isLocked={rotation?.standing === "acting"}
      isAttention={rotation?.standing === "attention"}
      now={rotation?.steps.find(({ status }) => status === "now")?.title ?? null}
      standingFailure={isFailureNews(rotation) ? (rotation?.lastFailure ?? null) : null}
      header={<RotationHeader rotation={rotation} credential={credential} rights={rights} />}
    >
      {rotation?.isBegun === true && (
        <RotationDetail
          rotation={rotation}
          rights={rights}
          revealAction={actions.revealSecretAction}
          now={systemClock.now().toISOString()}
        />
      )}
      {!isLive && (
        <RotationIntroduction
          readiness={readiness}
          mayBegin={mayBegin}
          mayStartEmergency={rights.mayChangeSecrets}
          isAgain={rotation?.state === "done"}
        />
      )}
    </RotationActs>
  );
}

/**
 * The trouble panel tells more of a full list than the failure does, a verification tells its own, and
 * what is over needs none.
 */
function isFailureNews(rotation: RotationView | null): boolean {
  if (rotation === null || rotation.standing === "acting") return false;
  if (rotation.standing === "over") return !rotation.isBegun;
  if (rotation.state === "created" && rotation.verification?.state === "failed") return false;
  return rotation.trouble?.offers.includes("delete_unknown") !== true;
}

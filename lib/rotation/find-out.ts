import { z } from "zod";
import type { EventDetail, EventDraft } from "@/lib/audit/event";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import type { AdobeFailureCode, Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { codeOf } from "@/lib/rotation/console/code-of-failure";
import { forgetKnownTokens } from "@/lib/rotation/console/known-tokens";
import { type HeldRotation, holdRotation } from "@/lib/rotation/lease/hold-rotation";
import type { LockedRotation } from "@/lib/rotation/lease/lock-rotation";
import { isUnderWay, type RotationState } from "@/lib/rotation/policy/rotation-state";
import { describeCancellation } from "@/lib/rotation/view/describe-cancellation";
import { type Discovery, discover } from "./discover";
import { finishOldDeletion } from "./finish-old-deletion";
import { targetOf } from "./target-of";

export const findOutInput = z.strictObject({ credentialId: credentialIdInput });
type FindOutInput = z.infer<typeof findOutInput>;

/**
 * Looks at Adobe what became of an act whose end nobody knows, and puts the rotation where it then
 * stands. It only ever lists, and binding mints: nothing is added or deleted. What is not clear by that
 * is kept as a finding, for a person to decide.
 */
export async function findOut(
  context: ActContext,
  { credentialId }: FindOutInput,
): Promise<Result<null, Failure>> {
  return holdRotation(
    context,
    credentialId,
    "rotation.find_out",
    {
      begin: async (locked) => {
        const { id, state } = locked.rotation;
        if (!isUnderWay(state)) return succeed(null);
        return succeed({
          draft: {
            action: "rotation.find_out_requested",
            outcome: "requested",
            target: targetOf(locked),
            detail: { rotationId: id, act: nameAct(state) },
          },
        });
      },
    },
    (held) => settleDiscovery(context, held),
  );
}

async function settleDiscovery(context: ActContext, held: HeldRotation): Promise<Result<null, Failure>> {
  const { locked, settle } = held;
  const discovered = await discover(context, locked);
  if (!discovered.ok) {
    const code = codeOf(discovered.failure);
    await settle({ draft: describeFinding(locked, null, code), data: { lastFailureCode: code } });
    return discovered;
  }
  const { finding, change } = discovered.value;
  const draft = describeFinding(locked, discovered.value);
  const { state, newSecretId } = locked.rotation;
  if (finding === "gone" && state === "deleting") return finishOldDeletion(held, draft);
  const isCancelled = finding === "gone" && state === "cancelling";
  const settled = await settle({
    draft,
    ...(isCancelled && { further: [describeCancellation(locked, [])] }),
    ...change,
  });
  if (settled.ok && isCancelled && newSecretId !== null) forgetKnownTokens(newSecretId);
  return settled;
}

/** The act that leaves a rotation in this state when its end is not known. */
function nameAct(state: RotationState): string {
  switch (state) {
    case "binding":
      return "rotation.start";
    case "creating":
      return "secret.add";
    case "deleting":
      return "secret.delete_old";
    case "cancelling":
      return "rotation.cancel";
    case "removing":
      return "secret.delete_unknown";
    default:
      throw new Error("No act leaves a rotation in this state.");
  }
}

function describeFinding(
  locked: LockedRotation,
  found: Pick<Discovery, "finding" | "adobeSecretIds"> | null,
  failureCode: AdobeFailureCode | null = null,
): EventDraft {
  const detail: EventDetail<"rotation.found_out"> = {
    rotationId: locked.rotation.id,
    act: nameAct(locked.rotation.state),
    finding: found?.finding ?? null,
    adobeSecretIds: [...(found?.adobeSecretIds ?? [])],
    failureCode,
  };
  const outcome = found === null ? "failed" : "succeeded";
  return { action: "rotation.found_out", outcome, target: targetOf(locked), detail };
}

import type { EventDraft } from "@/lib/audit/event";
import { isUnrecorded } from "@/lib/audit/is-unrecorded";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { readCoolDown } from "@/lib/credentials/cool-down";
import { inTransaction } from "@/lib/db/transaction";
import type { AdobeFailure, Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { TokenAct } from "./begin-token-act";

/** The second half of an act that asked Adobe: the outcome is committed before it may be shown. */
export async function finishTokenAct<T>(
  { viewer, origin }: ActContext,
  { held: { credentialId, environment } }: TokenAct,
  answer: Result<T, AdobeFailure>,
  draft: EventDraft,
): Promise<Result<T, Failure>> {
  const { organizationId } = viewer;
  try {
    await inTransaction(async (tx) => {
      const coolDownUntil = answer.ok ? null : readCoolDown(answer.failure, new Date());
      if (coolDownUntil !== null) {
        await tx.credential.updateMany({
          where: { organizationId, id: credentialId },
          data: { coolDownUntil },
        });
      }
      await recordEvent(tx, organizationId, origin, draft);
    });
  } catch (thrown) {
    if (isUnrecorded(thrown)) return fail({ kind: "answer_unrecorded" });
    throw thrown;
  }
  return answer.ok ? succeed(answer.value) : fail({ kind: "adobe", adobe: answer.failure, environment });
}

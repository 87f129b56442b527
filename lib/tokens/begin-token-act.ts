import type { EventDraft } from "@/lib/audit/event";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { refuseWhileCooling } from "@/lib/credentials/cool-down";
import { lockCredential } from "@/lib/credentials/lock-credential";
import type { Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { findHeldToken, type HeldToken } from "./held-tokens";

/** A held token that is about to be used, and the credential that it came from. */
export interface TokenAct {
  readonly held: HeldToken;
  readonly target: { readonly type: "credential"; readonly id: string; readonly name: string };
}

interface Beginning {
  /** What stands in the log before anything is done. */
  readonly draft: (act: TokenAct) => EventDraft;
  /** Adobe is asked, so a wait that it wished for is kept. */
  readonly asksAdobe: boolean;
}

/**
 * The first half of every act on a held token: the credential is the viewer's and in work, the token was asked
 * for in this session within the last five minutes, and the event is committed.
 */
export async function beginTokenAct(
  { viewer, origin }: ActContext,
  credentialId: string,
  { draft, asksAdobe }: Beginning,
): Promise<Result<TokenAct, Failure>> {
  const { organizationId } = viewer;
  return inTransaction(async (tx): Promise<Result<TokenAct, Failure>> => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    if (credential.archivedAt !== null) {
      return fail({
        kind: "conflict",
        message: "This credential is archived. Restore it before you use its token.",
      });
    }
    const held = findHeldToken(viewer, credentialId);
    if (held === null) return fail({ kind: "conflict", message: goneMessage });
    const cooling = asksAdobe ? await refuseCooling(tx, held) : null;
    if (cooling !== null) return cooling;
    const act = { held, target: { type: "credential", id: credentialId, name: credential.name } } as const;
    await recordEvent(tx, organizationId, origin, draft(act));
    return succeed(act);
  });
}

const goneMessage =
  "The token is no longer held here, so nothing was done: one is kept for 5 minutes, for the session that asked for it, in the memory of one server. Test the token to get a new one.";

async function refuseCooling(tx: Tx, { organizationId, credentialId }: HeldToken) {
  const row = await tx.credential.findFirst({
    where: { organizationId, id: credentialId },
    select: { coolDownUntil: true, environment: true },
  });
  return row === null ? null : refuseWhileCooling(row);
}

import type { ConsoleAct } from "@/lib/adobe/console-call";
import { listSecrets } from "@/lib/adobe/console-secrets";
import type { AdobeSecret } from "@/lib/adobe/read-console-answer";
import type { ActContext } from "@/lib/auth/act-context";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { getConsoleToken, mintConsoleToken } from "./console-tokens";
import { keepEvidence } from "./keep-evidence";
import type { LockedRotation, StoredSecret } from "./lock-rotation";

/** Adobe's list of a credential's secrets, and the token it was read with. */
export interface Slots {
  readonly secrets: readonly AdobeSecret[];
  /** For the call that follows. Minted by the secret that `readSlots` was given. */
  readonly consoleAct: ConsoleAct;
}

/**
 * Lists the secrets at Adobe with a token of the given one, cached where there is one, and keeps every
 * last-used time as evidence. The intent event of the act must be committed before.
 */
export async function readSlots(
  context: ActContext,
  locked: LockedRotation,
  by: StoredSecret,
): Promise<Result<Slots, Failure>> {
  const { organizationId } = context.viewer;
  const { credential } = locked;
  const { environment, clientId, adobeOrganizationId, adobeCredentialId } = credential;
  if (adobeOrganizationId === null || adobeCredentialId === null) return fail(idsMissing(credential.id));
  const subject = { organizationId, credential, secret: by };
  const actWith = (accessToken: Secret): ConsoleAct => ({
    environment,
    clientId,
    accessToken,
    adobeOrganizationId,
    adobeCredentialId,
  });
  const token = await getConsoleToken(subject);
  if (!token.ok) return token;
  let consoleAct = actWith(token.value);
  let listed = await listSecrets(consoleAct);
  if (!listed.ok && listed.failure.code === "console_token_refused") {
    // A cached token may have been invalidated elsewhere.
    const minted = await mintConsoleToken(subject);
    if (!minted.ok) return minted;
    consoleAct = actWith(minted.value);
    listed = await listSecrets(consoleAct);
  }
  if (!listed.ok) return fail({ kind: "adobe", adobe: listed.failure, environment });
  if (listed.value.clientId !== null && listed.value.clientId !== clientId) {
    return fail(otherCredential(credential.id));
  }
  await keepEvidence(context, locked, listed.value.secrets);
  return succeed({ secrets: listed.value.secrets, consoleAct });
}

function idsMissing(credentialId: string): Failure {
  return {
    kind: "conflict",
    message:
      "Rotation needs the numeric ids of the credential. Open it in the Developer Console, copy the address of the page, and paste it under Edit.",
    href: `/credentials/${credentialId}/edit`,
    hrefLabel: "Edit the credential",
  };
}

function otherCredential(credentialId: string): Failure {
  return {
    kind: "conflict",
    message:
      "The Developer Console address leads to a credential with another client ID. Copy the address of this credential's own page, and paste it under Edit. Nothing was changed at Adobe.",
    href: `/credentials/${credentialId}/edit`,
    hrefLabel: "Edit the credential",
  };
}

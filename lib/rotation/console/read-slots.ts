import type { ConsoleAct } from "@/lib/adobe/console-call";
import { listSecrets } from "@/lib/adobe/console-secrets";
import type { AdobeSecret } from "@/lib/adobe/read-console-answer";
import type { ActContext } from "@/lib/auth/act-context";
import type { AdobeFailureCode, Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { LockedRotation, StoredSecret } from "@/lib/rotation/lease/lock-rotation";
import type { Secret } from "@/lib/secret";
import { findCachedProvider, getConsoleToken, mintConsoleToken } from "./console-tokens";
import { keepEvidence } from "./keep-evidence";

/** Adobe's list of a credential's secrets, and the token it was read with. */
export interface Slots {
  readonly secrets: readonly AdobeSecret[];
  /** Right before Adobe was asked. */
  readonly readAt: Date;
  /** For the call that follows. Minted by the secret that `readSlots` was given. */
  readonly consoleAct: ConsoleAct;
}

/** A token from the cache may have been ended since, or be older than a right that was granted since. */
const cachedTokenRefusals: readonly AdobeFailureCode[] = [
  "console_token_refused",
  "console_scopes_missing",
  "api_not_enabled",
];

/**
 * Lists the secrets at Adobe with a token of the given one, cached where there is one, and keeps every
 * last-used time as evidence, unless the caller does so once it knows which secret is which. The intent
 * event of the act must be committed before.
 */
export async function readSlots(
  context: ActContext,
  locked: LockedRotation,
  by: Pick<StoredSecret, "id" | "sealed">,
  { isKept }: { readonly isKept: boolean } = { isKept: true },
): Promise<Result<Slots, Failure>> {
  const { organizationId } = context.viewer;
  const { credential } = locked;
  const { environment, clientId, adobeOrganizationId, adobeCredentialId } = credential;
  if (adobeOrganizationId === null || adobeCredentialId === null)
    return fail(explainMissingIds(credential.id));
  const subject = { organizationId, credential, secret: by };
  const actWith = (accessToken: Secret): ConsoleAct => ({
    environment,
    clientId,
    accessToken,
    adobeOrganizationId,
    adobeCredentialId,
  });
  const wasCached = findCachedProvider(by.id) !== undefined;
  const token = await getConsoleToken(subject);
  if (!token.ok) return token;
  let consoleAct = actWith(token.value);
  let readAt = new Date();
  let listed = await listSecrets(consoleAct);
  if (!listed.ok && wasCached && cachedTokenRefusals.includes(listed.failure.code)) {
    const minted = await mintConsoleToken(subject);
    if (!minted.ok) return minted;
    consoleAct = actWith(minted.value);
    readAt = new Date();
    listed = await listSecrets(consoleAct);
  }
  if (!listed.ok) return fail({ kind: "adobe", adobe: listed.failure, environment });
  if (listed.value.clientId !== null && listed.value.clientId !== clientId) {
    return fail(otherCredential(credential.id));
  }
  const { secrets } = listed.value;
  if (isKept) await keepEvidence(context, locked, secrets, readAt);
  return succeed({ secrets, readAt, consoleAct });
}

/** What to do about a credential whose numeric ids are not known. */
export function explainMissingIds(credentialId: string): Failure {
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

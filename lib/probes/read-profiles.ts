import { type Integration, readIntegration } from "@/lib/adobe/console-integration";
import { isUnrecorded } from "@/lib/audit/is-unrecorded";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { readCoolDown } from "@/lib/credentials/cool-down";
import type { CredentialChoice } from "@/lib/credentials/credential-input";
import { inTransaction } from "@/lib/db/transaction";
import type { AdobeFailure, Failure } from "@/lib/failure";
import { newProfileReadingId, type ProfileReadingId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import {
  type CredentialToken,
  getCredentialToken,
  mintCredentialToken,
} from "@/lib/tokens/credential-tokens";
import { type Caller, findCaller, openCaller, refuse } from "./prepare-caller";

interface ConsoleIds {
  readonly adobeOrganizationId: string;
  readonly adobeCredentialId: string;
}

/**
 * Asks the Developer Console which product profiles are attached to a credential, with a token of its own.
 *
 * The intent event is committed before anything goes out, the outcome event before anything is shown. A
 * refusal by Adobe is a result, not a failure of the act.
 */
export async function readProfiles(
  context: ActContext,
  { credentialId }: CredentialChoice,
): Promise<Result<null, Failure>> {
  const { organizationId } = context.viewer;
  const found = await findCaller(organizationId, credentialId);
  if (!found.ok) return found;
  const { adobeOrganizationId, adobeCredentialId, scopes, secrets } = found.value;
  if (adobeOrganizationId === null || adobeCredentialId === null) {
    return refuse("Reading needs the numeric IDs of the Developer Console: add the console address.", {
      href: `/credentials/${credentialId}/edit`,
      hrefLabel: "Add it",
    });
  }
  if (secrets.length > 0 && !scopes.includes("adobeio_api")) {
    return refuse(
      "Reading needs the scope adobeio_api, which comes with the I/O Management API. Add the API to the project at Adobe and the scope here, or note the profiles by hand.",
      { href: `/credentials/${credentialId}/edit`, hrefLabel: "Edit the scopes" },
    );
  }
  const caller = await openCaller(organizationId, found.value);
  if (!caller.ok) return caller;
  const id = newProfileReadingId();
  const begun = await begin(context, caller.value, id);
  if (!begun.ok) return begun;
  const read = await ask(caller.value, { adobeOrganizationId, adobeCredentialId });
  const answer = readAnswer(read);
  if (!answer.ok) return answer;
  try {
    await finish(context, caller.value, id, answer.value);
  } catch (thrown) {
    // Elsewhere an event that cannot be written means that nothing was done; here Adobe was asked.
    if (isUnrecorded(thrown)) return fail({ kind: "answer_unrecorded" });
    throw thrown;
  }
  return succeed(null);
}

/** What Adobe answered, a refusal too; fails where Adobe was not asked. */
function readAnswer(read: Result<Integration, Failure>): Result<Result<Integration, AdobeFailure>, Failure> {
  if (read.ok) return succeed(read);
  return read.failure.kind === "adobe" ? succeed(fail(read.failure.adobe)) : fail(read.failure);
}

type AdobeRefusal = Extract<Failure, { readonly kind: "adobe" }>;

/** As with a probe, a token from memory that is refused is replaced once. */
async function ask(caller: Caller, ids: ConsoleIds): Promise<Result<Integration, Failure>> {
  const first = await getCredentialToken(caller);
  if (!first.ok) return first;
  const read = await call(caller, ids, first.value);
  if (read.ok || first.value.isFresh || read.failure.adobe.status !== 401) return read;
  const fresh = await mintCredentialToken(caller);
  return fresh.ok ? call(caller, ids, fresh.value) : fresh;
}

async function call(
  { environment, clientId }: Caller,
  ids: ConsoleIds,
  { token }: CredentialToken,
): Promise<Result<Integration, AdobeRefusal>> {
  const read = await readIntegration({ ...ids, environment, clientId, accessToken: token });
  return read.ok ? read : fail({ kind: "adobe", adobe: read.failure, environment });
}

/** The intent. It also asks once more that the credential may still be used. */
async function begin(
  { viewer, origin }: ActContext,
  { credentialId, name }: Caller,
  id: ProfileReadingId,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = viewer;
  return inTransaction(async (tx) => {
    const isUsable = await tx.credential.count({
      where: { organizationId, id: credentialId, deletedAt: null, archivedAt: null },
    });
    if (isUsable === 0) return fail({ kind: "not_found" });
    await tx.profileReading.create({
      data: {
        ...{ id, organizationId, credentialId },
        requestedById: userId,
        requestedAt: new Date(),
        outcome: "pending",
      },
      select: { id: true },
    });
    await recordEvent(tx, organizationId, origin, {
      action: "profile.read_requested",
      outcome: "requested",
      target: { type: "credential", id: credentialId, name },
      detail: { readingId: id },
    });
    return succeed(null);
  });
}

async function finish(
  { viewer, origin }: ActContext,
  { credentialId, name }: Caller,
  id: ProfileReadingId,
  read: Result<Integration, AdobeFailure>,
): Promise<void> {
  const { organizationId } = viewer;
  const answeredAt = new Date();
  const outcome = read.ok ? "succeeded" : "failed";
  const failureCode = read.ok ? null : read.failure.code;
  const { durationMs, tries } = read.ok ? read.value : read.failure;
  const profiles = read.ok ? read.value.profiles : [];
  await inTransaction(async (tx) => {
    await tx.profileReading.updateMany({
      where: { organizationId, id },
      data: { answeredAt, outcome, failureCode, profiles: profiles.map((profile) => ({ ...profile })) },
    });
    const coolDownUntil = read.ok ? null : readCoolDown(read.failure, answeredAt);
    if (coolDownUntil !== null) {
      await tx.credential.updateMany({
        where: { organizationId, id: credentialId },
        data: { coolDownUntil },
      });
    }
    await recordEvent(tx, organizationId, origin, {
      action: "profile.read",
      outcome,
      target: { type: "credential", id: credentialId, name },
      detail: {
        readingId: id,
        profiles: profiles.length,
        durationMs: Math.round(durationMs),
        tries,
        failureCode,
      },
    });
  });
}

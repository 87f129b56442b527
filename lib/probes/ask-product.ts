import { callProduct } from "@/lib/adobe/call-product";
import type { AdobeFailure, Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import {
  type CredentialToken,
  getCredentialToken,
  mintCredentialToken,
} from "@/lib/tokens/credential-tokens";
import type { ProbeSubject } from "./prepare-probe";

/** What a probe came to. */
export interface ProbeReport {
  readonly httpStatus: number | null;
  readonly debugId: string | null;
  /** Requests to the product; 0 where no token was to be had. */
  readonly tries: number;
  readonly durationMs: number;
  /** The token in memory was refused, and a fresh one was tried. */
  readonly wasTokenRenewed: boolean;
  /** Of the token that the last request carried. */
  readonly tokenFingerprint: string | null;
  readonly failure: AdobeFailure | null;
  /** The failure is of Adobe's identity service, and the product was not asked. */
  readonly isAboutToken: boolean;
}

/**
 * Calls the product with the token in memory. Where that one is refused with 401, it asks once more with a
 * fresh one, and the report says so: an accepted fresh token means that the old one had gone stale, a
 * refused one that the access is missing. A token that was minted for this very call is not replaced.
 */
export async function askProduct(subject: ProbeSubject): Promise<Result<ProbeReport, Failure>> {
  const first = await getCredentialToken(subject);
  if (!first.ok) return reportTokenFailure(first.failure, nothingAsked);
  const answered = await call(subject, first.value);
  if (first.value.isFresh || answered.httpStatus !== 401) return succeed(answered);
  const fresh = await mintCredentialToken(subject);
  if (!fresh.ok) return reportTokenFailure(fresh.failure, answered);
  const again = await call(subject, fresh.value);
  return succeed({
    ...again,
    tries: answered.tries + again.tries,
    durationMs: answered.durationMs + again.durationMs,
    wasTokenRenewed: true,
  });
}

const nothingAsked = { tries: 0, durationMs: 0, tokenFingerprint: null } as const;

async function call(
  { environment, clientId, imsOrgId, target }: ProbeSubject,
  { token, fingerprint }: CredentialToken,
): Promise<ProbeReport> {
  const answer = await callProduct({ environment, clientId, imsOrgId, accessToken: token, ...target });
  const { tries, durationMs, debugId, status } = answer.ok ? answer.value : answer.failure;
  return {
    httpStatus: status ?? null,
    debugId: debugId ?? null,
    tries,
    durationMs: Math.round(durationMs),
    wasTokenRenewed: false,
    tokenFingerprint: fingerprint,
    failure: answer.ok ? null : answer.failure,
    isAboutToken: false,
  };
}

function reportTokenFailure(
  failure: Failure,
  before: Pick<ProbeReport, "tries" | "durationMs" | "tokenFingerprint">,
): Result<ProbeReport, Failure> {
  if (failure.kind !== "adobe") return fail(failure);
  const { adobe } = failure;
  return succeed({
    httpStatus: adobe.status ?? null,
    debugId: adobe.debugId ?? null,
    tries: before.tries,
    durationMs: before.durationMs + Math.round(adobe.durationMs),
    wasTokenRenewed: false,
    tokenFingerprint: before.tokenFingerprint,
    failure: adobe,
    isAboutToken: true,
  });
}

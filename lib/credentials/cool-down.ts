import type { Environment } from "@/lib/environment";
import type { AdobeFailure, Failure } from "@/lib/failure";

const maxSeconds = 24 * 60 * 60;

/** Until when Adobe wishes to be left alone by this client, of which it gave word with a failure. */
export function readCoolDown({ code, retryAfterSeconds }: AdobeFailure, at: Date): Date | null {
  const isAdobesWish = code === "throttled" || code === "adobe_unavailable";
  if (!isAdobesWish || retryAfterSeconds === undefined) return null;
  return new Date(at.getTime() + Math.min(retryAfterSeconds, maxSeconds) * 1000);
}

/** The refusal of an act that would ask Adobe before that; null where it may be asked. */
export function refuseWhileCooling(credential: {
  readonly coolDownUntil: Date | null;
  readonly environment: Environment;
}): { readonly ok: false; readonly failure: Failure } | null {
  const coolDownMs = (credential.coolDownUntil?.getTime() ?? 0) - Date.now();
  if (coolDownMs <= 0) return null;
  const retryAfterSeconds = Math.ceil(coolDownMs / 1000);
  const adobe: AdobeFailure = { code: "cooling_down", retryAfterSeconds, tries: 0, durationMs: 0 };
  return { ok: false, failure: { kind: "adobe", adobe, environment: credential.environment } };
}

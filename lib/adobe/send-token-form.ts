import type { Environment } from "@/lib/environment";
import type { AdobeFailure } from "@/lib/failure";
import { fail, type Result } from "@/lib/result";
import type { AdobeHost } from "./adobe-host";
import type { CircuitBreaker } from "./circuit-breaker";
import type { HttpAnswer, HttpClient } from "./http-client";
import { retry, type TryFailure } from "./retry";
import type { Timing } from "./timing";

export interface TokenFormParts {
  readonly findHost: (environment: Environment) => AdobeHost | undefined;
  readonly http: HttpClient;
  readonly breaker: CircuitBreaker;
  readonly timing: Timing;
}

/** One question to IMS about one access token, which may safely be asked again. */
interface TokenForm<T> {
  readonly environment: Environment;
  readonly path: "/ims/validate_token/v1" | "/ims/invalidate_token/v2";
  /** The client that asks. Sent as a field and as the header that IMS is to need one day. */
  readonly clientId: string;
  readonly fields: Readonly<Record<string, string>>;
  /** @param at when the request was sent */
  readonly read: (answer: HttpAnswer, at: Date) => Result<T, TryFailure>;
  readonly signal?: AbortSignal | undefined;
}

interface FormAnswer<T> {
  readonly value: T;
  /** How many requests were sent. */
  readonly tries: number;
  readonly durationMs: number;
}

/**
 * Posts a form with an access token in it, over https alone, and never where the client ID fits no header.
 *
 * @throws where the host is not asked over https and is not the sandbox.
 */
export async function sendTokenForm<T>(
  { findHost, http, breaker, timing }: TokenFormParts,
  { environment, path, clientId, fields, read, signal }: TokenForm<T>,
): Promise<Result<FormAnswer<T>, AdobeFailure>> {
  const host = findHost(environment);
  if (host === undefined) return fail({ code: "sandbox_not_running", tries: 0, durationMs: 0 });
  if (!host.allowInsecureRequests && !host.imsOrigin.startsWith("https://")) {
    throw new Error("A token may be sent over https only.");
  }
  if (clientId === "") return fail({ code: "missing_client_id", tries: 0, durationMs: 0 });
  if (!/^[\x21-\x7e]+$/.test(clientId)) {
    return fail({ code: "unknown_client_id", tries: 0, durationMs: 0 });
  }
  return breaker.run(host.imsOrigin, () =>
    retry(
      async (context) => {
        const at = timing.clock.now();
        const sent = await http.send({
          ...context,
          method: "POST",
          url: `${host.imsOrigin}${path}`,
          headers: {
            accept: "application/json",
            "content-type": "application/x-www-form-urlencoded",
            "x-ims-clientid": clientId,
          },
          body: new URLSearchParams({ ...fields, client_id: clientId }).toString(),
        });
        return sent.ok ? read(sent.value, at) : fail({ code: sent.failure });
      },
      timing,
      signal,
    ),
  );
}

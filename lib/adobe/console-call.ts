import type { Environment } from "@/lib/environment";
import type { AdobeFailure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import type { AdobeHost } from "./adobe-host";
import type { HttpAnswer, HttpClient } from "./http-client";
import type { TryContext, TryFailure } from "./retry";

/** Whose secrets an act is about, and the token that allows it. */
export interface ConsoleAct {
  readonly environment: Environment;
  /** The credential that the token was issued to. */
  readonly clientId: string;
  /** Issued with the scopes of `console-scopes.ts`. */
  readonly accessToken: Secret;
  /** Numeric, not the one that ends in `@AdobeOrg`. */
  readonly adobeOrganizationId: string;
  /** Numeric. */
  readonly adobeCredentialId: string;
  readonly signal?: AbortSignal | undefined;
}

interface ConsoleRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** What is asked about the credential; left out, its secrets. */
  readonly about?: "secrets" | "integration";
  /** Names one of the secrets; without it the request is about all of them. */
  readonly adobeSecretId?: string;
  readonly onSending?: () => void;
}

export interface ConsoleCall {
  readonly origin: string;
  readonly send: (request: ConsoleRequest, context: TryContext) => Promise<Result<HttpAnswer, TryFailure>>;
}

export interface ConsoleCallParts {
  readonly findHost: (environment: Environment) => AdobeHost | undefined;
  readonly http: HttpClient;
}

/**
 * Makes ready to call `/console/organizations/{id}/credentials/{id}/secrets` or `…/integrations/{id}`.
 * Fails where nobody can be asked or the client ID cannot travel in a header.
 *
 * @throws when an id is not of its form: nothing else gets into a path, nor over plain http.
 */
export function openConsoleCall(
  act: ConsoleAct,
  { findHost, http }: ConsoleCallParts,
): Result<ConsoleCall, AdobeFailure> {
  const host = findHost(act.environment);
  if (host === undefined) return fail({ code: "sandbox_not_running", tries: 0, durationMs: 0 });
  const origin = host.consoleOrigin;
  if (origin === undefined) return fail({ code: "console_not_offered", tries: 0, durationMs: 0 });
  if (!host.allowInsecureRequests && !origin.startsWith("https://")) {
    throw new Error("The Console API may be called over https only.");
  }
  if (act.clientId === "") return fail({ code: "missing_client_id", tries: 0, durationMs: 0 });
  if (!/^[\x21-\x7e]+$/.test(act.clientId)) {
    return fail({ code: "unknown_client_id", tries: 0, durationMs: 0 });
  }
  const organizationId = checkId(act.adobeOrganizationId, numericId);
  const credentialId = checkId(act.adobeCredentialId, numericId);
  const organization = `${origin}/console/organizations/${organizationId}`;
  const address = `${organization}/credentials/${credentialId}/secrets`;
  const integration = `${organization}/integrations/${credentialId}`;
  return succeed({
    origin,
    send: async ({ method, about = "secrets", adobeSecretId, onSending }, context) => {
      const secret = adobeSecretId === undefined ? "" : `/${checkId(adobeSecretId, secretId)}`;
      const sent = await http.send({
        ...context,
        method,
        url: about === "secrets" ? `${address}${secret}` : integration,
        headers: {
          authorization: `Bearer ${act.accessToken.reveal()}`,
          "x-api-key": act.clientId,
          accept: "application/json",
        },
        ...(onSending === undefined ? {} : { onSending }),
      });
      return sent.ok ? sent : fail({ code: sent.failure });
    },
  });
}

const numericId = /^\d{1,25}$/;
const secretId = /^[0-9a-f]{32}$/;

function checkId(id: string, form: RegExp): string {
  if (!form.test(id)) throw new Error("An id for the Console API is not of its form.");
  return id;
}

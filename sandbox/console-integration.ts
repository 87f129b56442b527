import { type Answer, jsonAnswer } from "./answer";
import type { Call } from "./call";
import { admitToConsole, type ConsoleTarget } from "./console-gate";
import type { SandboxState } from "./state";

/**
 * `GET /console/organizations/{orgId}/integrations/{credentialId}`: what the Console knows of the
 * credential, as far as the sandbox knows it too. It reads no secret, so `adobeio_api` is scope enough
 * (chosen here). The one API that a credential has here is I/O Management, without product profiles.
 */
export async function readIntegration(
  state: SandboxState,
  call: Call,
  target: ConsoleTarget,
  nowMs: number,
): Promise<Answer> {
  const admission = await admitToConsole(state, call, target, ["adobeio_api"], nowMs);
  if (!admission.ok) return admission.refused;
  const { client } = admission;
  const isMigrating = client.migrationStatus === "STARTED";
  return jsonAnswer(200, {
    id: client.adobeCredentialId,
    name: "Sandbox credential",
    description: "",
    orgId: client.adobeOrganizationId,
    apikey: client.clientId,
    technicalAccountId: client.technicalAccountId,
    technicalAccountEmail: client.technicalAccountEmail,
    sdkList: ["AdobeIOManagementAPISDK"],
    serviceProperties: [
      {
        sdkCode: "AdobeIOManagementAPISDK",
        name: "I/O Management API",
        roles: [],
        scopes: client.boundScopes,
        licenseConfigs: [],
      },
    ],
    status: "ENABLED",
    type: isMigrating ? "oauth_server_to_server_migrate" : "oauth_server_to_server",
  });
}

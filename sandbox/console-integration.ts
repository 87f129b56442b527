import { type Answer, jsonAnswer } from "./answer";
import type { Call } from "./call";
import { admitToConsole, type ConsoleTarget } from "./console-gate";
import type { SandboxState } from "./state";

/**
 * `GET /console/organizations/{orgId}/integrations/{credentialId}`: what the Console knows of the
 * credential, as far as the sandbox knows it too. It reads no secret, so `adobeio_api` is scope enough
 * (chosen here). Every credential has I/O Management, without product profiles, and what was set as
 * `services`. As Adobe's own client notes of it, the profiles of all services can stand under each of them.
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
    sdkList: ["AdobeIOManagementAPISDK", ...client.services.map(({ sdkCode }) => sdkCode)],
    serviceProperties: [
      {
        sdkCode: "AdobeIOManagementAPISDK",
        name: "I/O Management API",
        roles: [],
        scopes: client.boundScopes,
        licenseConfigs: [],
      },
      ...client.services.map(({ sdkCode, name, profiles }) => ({
        sdkCode,
        name,
        roles: [],
        scopes: [],
        licenseConfigs: profiles.map((profile) => ({ ...profile, description: "" })),
      })),
    ],
    status: "ENABLED",
    type: isMigrating ? "oauth_server_to_server_migrate" : "oauth_server_to_server",
  });
}

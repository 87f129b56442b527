import { z } from "zod";
import { line, list } from "./fields";
import { type Found, foundOf } from "./found";
import { hasKey } from "./has-key";

/** The credential's own download: upper-case keys; `TYPE` is missing in some. */
const serverToServer = z.object({
  TYPE: z.string().optional(),
  CLIENT_ID: z.string().min(1).max(1000),
  CLIENT_SECRETS: list,
  ORG_ID: line,
  TECHNICAL_ACCOUNT_ID: line,
  TECHNICAL_ACCOUNT_EMAIL: line,
  SCOPES: list,
});

const typed = z.object({ TYPE: z.string() });
const jwtNames = z.object({ API_KEY: line, CLIENT_ID: line });

/** Reads the JSON that the Developer Console gives for one credential. Null when it is none. */
export function readConsoleDownload(json: unknown): Found | null {
  if (isJwtDownload(json)) {
    const named = jwtNames.safeParse(json);
    const clientId = named.success ? named.data.API_KEY || named.data.CLIENT_ID : "";
    return foundOf("console_download", "Read from a download.", { clientId, otherKind: "jwt" });
  }
  if (!hasKey(json, "CLIENT_ID") && !hasKey(json, "TYPE")) return null;
  const parsed = serverToServer.safeParse(json);
  const type = hasKey(json, "TYPE") ? typed.safeParse(json) : null;
  if (type?.success === true && type.data.TYPE.toLowerCase() !== "oauthservertoserver") {
    const clientId = parsed.success ? parsed.data.CLIENT_ID : "";
    return foundOf("console_download", "Read from a download.", { clientId, otherKind: "unknown_kind" });
  }
  if (!parsed.success) return null;
  const download = parsed.data;
  return foundOf("console_download", "Read from an OAuth Server-to-Server download.", {
    clientId: download.CLIENT_ID.trim(),
    clientSecrets: download.CLIENT_SECRETS,
    imsOrgId: download.ORG_ID,
    technicalAccountId: download.TECHNICAL_ACCOUNT_ID,
    technicalAccountEmail: download.TECHNICAL_ACCOUNT_EMAIL,
    scopes: download.SCOPES.join(","),
  });
}

/** Of the Developer Console, with the private key added as people do, and of AEM's own console. */
function isJwtDownload(json: unknown): boolean {
  return (
    hasKey(json, "PUBLIC_KEYS_WITH_EXPIRY") ||
    hasKey(json, "API_KEY", "CLIENT_SECRET") ||
    hasKey(json, "private_key") ||
    hasKey(json, "integration")
  );
}

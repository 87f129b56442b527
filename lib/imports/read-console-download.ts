import { z } from "zod";
import { parseJson } from "@/lib/parse-json";
import { fail, type Result, succeed } from "@/lib/result";
import { type Download, emptyFields } from "./download";

// Browsers read downloads too, and report zod's try at compiling code to be against the page's policy.
if (typeof document !== "undefined") z.config({ jitless: true });

const line = z.string().max(1000).default("");
const list = z.union([z.string().max(20_000), z.array(z.string().max(1000)).max(200)]).default([]);

/** The credential's own download: upper-case keys; `TYPE` is missing in some. */
const serverToServer = z.object({
  TYPE: z.string().optional(),
  CLIENT_ID: z.string().min(1).max(1000),
  CLIENT_SECRETS: z.array(z.string().max(1000)).max(10).default([]),
  ORG_ID: line,
  TECHNICAL_ACCOUNT_ID: line,
  TECHNICAL_ACCOUNT_EMAIL: line,
  SCOPES: list,
});

const maxDepth = 20;
const maxMembers = 20_000;

/** Reads the JSON that the Developer Console gives for one OAuth Server-to-Server credential. */
export function readConsoleDownload(text: string): Result<Download, string> {
  const json = parseJson(text);
  if (json === undefined) {
    return fail(
      "This begins like JSON but is not whole: it may have been cut off. Download the file again and paste all of it.",
    );
  }
  if (!isModest(json)) {
    return fail(
      "This JSON is nested deeper or holds more than any credential download. Paste the download alone.",
    );
  }
  const known = nameOtherKind(json);
  if (known !== null) return fail(known);
  const parsed = serverToServer.safeParse(json);
  if (!parsed.success) {
    return fail(
      "This JSON is not a credential download. In the Developer Console open the OAuth Server-to-Server credential and choose Download JSON.",
    );
  }
  const download = parsed.data;
  return succeed({
    source: "console_download",
    summary: "Read from an OAuth Server-to-Server download.",
    fields: {
      ...emptyFields,
      name: proposeName(download.CLIENT_ID),
      environment: "production",
      clientId: download.CLIENT_ID,
      imsOrgId: download.ORG_ID,
      technicalAccountId: download.TECHNICAL_ACCOUNT_ID,
      technicalAccountEmail: download.TECHNICAL_ACCOUNT_EMAIL,
      scopes: typeof download.SCOPES === "string" ? download.SCOPES : download.SCOPES.join(","),
    },
    clientSecrets: download.CLIENT_SECRETS,
  });
}

/** A name to begin with; a person will find a better one. */
export function proposeName(clientId: string): string {
  return `Credential ${clientId.slice(0, 8)}`;
}

/** Walks without recursion, so that depth cannot exhaust the stack. */
function isModest(json: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value: json, depth: 0 }];
  let members = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (value === null || typeof value !== "object") continue;
    const inner: unknown[] = Object.values(value);
    members += inner.length;
    if (depth >= maxDepth || members > maxMembers) return false;
    for (const item of inner) open.push({ value: item, depth: depth + 1 });
  }
  return true;
}

const projectDownload = z.object({ project: z.object({ workspace: z.unknown() }) });
const jwtDownload = z.union([
  z.object({ PUBLIC_KEYS_WITH_EXPIRY: z.unknown() }).required(),
  z.object({ CLIENT_SECRET: z.string(), API_KEY: z.string() }),
  z.object({ private_key: z.string() }),
]);

/** Downloads that Adobe also offers, each with what to use instead. */
function nameOtherKind(json: unknown): string | null {
  if (projectDownload.safeParse(json).success) {
    return "This is the download of a whole project or workspace. Open the OAuth Server-to-Server credential inside the project and use its own Download JSON.";
  }
  if (jwtDownload.safeParse(json).success) {
    return "This is a Service Account (JWT) credential, which Adobe has ended. Add an OAuth Server-to-Server credential to the same project and use its Download JSON.";
  }
  const type = z.object({ TYPE: z.string() }).safeParse(json);
  if (type.success && type.data.TYPE.toLowerCase() !== "oauthservertoserver") {
    return "This is the download of another kind of credential. Latchkey keeps OAuth Server-to-Server credentials: open one and use its Download JSON.";
  }
  return null;
}

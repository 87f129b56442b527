import { parseJson } from "@/lib/parse-json";
import { fail, type Result, succeed } from "@/lib/result";
import { type Download, emptyFields } from "./download";
import { proposeName } from "./read-console-download";

/**
 * Spellings of the same variables: Adobe Commerce's guide (`IMS_`), the AEM App Builder guide
 * (`OAUTHS2S_`) and what the aio command line writes (`IMS_OAUTH_S2S_`).
 */
const spellings = [
  { prefix: "IMS_OAUTH_S2S_", scopes: ["SCOPES"] },
  { prefix: "OAUTHS2S_", scopes: ["CECREDENTIALS_METASCOPES", "SCOPES"] },
  { prefix: "IMS_", scopes: ["SCOPES"] },
] as const;

const assignment = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*)$/;

/** Reads `.env` text that names one credential. */
export function readEnv(text: string): Result<Download, string> {
  const variables = parseVariables(text);
  const found = spellings.filter(({ prefix }) => variables.has(`${prefix}CLIENT_ID`));
  const [spelling, another] = found;
  if (spelling === undefined) {
    return fail(
      "No client ID was found. The text needs a line such as IMS_CLIENT_ID=…, OAUTHS2S_CLIENT_ID=… or IMS_OAUTH_S2S_CLIENT_ID=….",
    );
  }
  const { prefix } = spelling;
  const read = (name: string): string => variables.get(`${prefix}${name}`) ?? "";
  const clientId = read("CLIENT_ID");
  if (another !== undefined && variables.get(`${another.prefix}CLIENT_ID`) !== clientId) {
    return fail("This text names two credentials. Paste the lines of one of them.");
  }
  const clientSecrets = ["CLIENT_SECRET", "CLIENT_SECRETS"].flatMap((name) => readList(read(name)));
  const scopes = spelling.scopes.flatMap((name) => readList(read(name)));
  return succeed({
    source: "env",
    summary: `Read from .env text (${prefix}…).`,
    fields: {
      ...emptyFields,
      name: proposeName(clientId),
      environment: "production",
      clientId,
      imsOrgId: read("ORG_ID"),
      technicalAccountId: read("TECHNICAL_ACCOUNT_ID"),
      technicalAccountEmail: read("TECHNICAL_ACCOUNT_EMAIL"),
      scopes: scopes.join(","),
    },
    clientSecrets,
  });
}

function parseVariables(text: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = assignment.exec(line) ?? [];
    if (name !== undefined && value !== undefined) variables.set(name, unquote(value.trim()));
  }
  return variables;
}

/** Quoted values end at their quote; bare ones end at a ` #` comment. */
function unquote(value: string): string {
  const quoted = /^(["'`])(.*?)\1\s*(?:#.*)?$/.exec(value)?.[2];
  return quoted ?? value.replace(/\s+#.*$/, "").trim();
}

/** A value, or the strings of a JSON array, which the aio command line writes. */
function readList(value: string): string[] {
  if (value === "") return [];
  if (!value.startsWith("[")) return [value];
  const json = parseJson(value);
  return Array.isArray(json) ? json.filter((item) => typeof item === "string") : [value];
}

import type { Environment } from "@/lib/environment";
import { type Found, foundOf } from "./found";
import { readValue } from "./is-placeholder";
import { splitShell } from "./split-shell";

/** Options of curl with a value that carries the request's parameters (curl(1)). */
const bodyOptions: ReadonlySet<string> = new Set([
  "-d",
  "--data",
  "--data-raw",
  "--data-ascii",
  "--data-binary",
]);
const partOptions: ReadonlySet<string> = new Set(["-F", "--form", "--form-string"]);
/** Those with a value that says nothing of the credential. */
const otherOptions: ReadonlySet<string> = new Set(
  "-X --request -H --header -A --user-agent -o --output -e --referer -b --cookie -m --max-time -x --proxy --retry --connect-timeout -w --write-out --cacert -E --cert --key".split(
    " ",
  ),
);

interface Request {
  readonly parameters: Map<string, string>;
  url: URL | null;
}

/** Whether a line of the text is a curl command. */
export function isCurl(text: string): boolean {
  return /^[ \t]*(?:[$>#][ \t]*)?curl(?:\.exe)?[ \t\\^`]/m.test(text);
}

/** Reads the token requests among the curl commands of a text. Null where a quote stays open. */
export function readCurl(text: string): readonly Found[] | null {
  const commands = splitShell(text.replace(/^[ \t]*[$>#][ \t]*(?=curl)/gm, ""));
  if (commands === null) return null;
  return commands.flatMap(([program, ...words]) =>
    program !== undefined && /^curl(?:\.exe)?$/.test(program) ? readRequest(words) : [],
  );
}

const summary = "Read from a cURL token request.";

function readRequest(words: readonly string[]): readonly Found[] {
  const { parameters, url } = gatherParameters(words);
  const clientId = readValue(parameters.get("client_id") ?? "");
  if (clientId === "") return [];
  if (parameters.has("jwt_token")) return [foundOf("curl", summary, { clientId, otherKind: "jwt" })];
  const grant = parameters.get("grant_type") ?? "client_credentials";
  if (grant !== "client_credentials")
    return [foundOf("curl", summary, { clientId, otherKind: "other_grant" })];
  const secret = readValue(parameters.get("client_secret") ?? "");
  return [
    foundOf("curl", summary, {
      clientId,
      clientSecrets: secret === "" ? [] : [secret],
      environment: environmentOf(url),
      imsOrgId: readValue(parameters.get("org_id") ?? ""),
      scopes: readValue(parameters.get("scope") ?? "")
        .split(/[\s,]+/)
        .filter((scope) => scope !== "")
        .join(","),
    }),
  ];
}

function gatherParameters(words: readonly string[]): Request {
  const request: Request = { parameters: new Map(), url: null };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const { option, attached } = splitOption(word);
    const value = () => {
      if (attached !== null) return attached;
      at += 1;
      return words[at] ?? "";
    };
    if (option === null) addUrl(request, word);
    else if (option === "--url") addUrl(request, value());
    else if (option === "--data-urlencode") addPlain(request, value());
    else if (bodyOptions.has(option)) addBody(request, value());
    else if (partOptions.has(option)) addPlain(request, value().replace(/;type=[^;]*$/, ""));
    else if (option === "-u" || option === "--user") addUser(request, value());
    else if (otherOptions.has(option)) value();
  }
  return request;
}

/** `--data=x` and `-dx` carry their value with them. */
function splitOption(word: string): { readonly option: string | null; readonly attached: string | null } {
  if (!word.startsWith("-") || word === "-") return { option: null, attached: null };
  if (word.startsWith("--")) {
    const [, name = word, value] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
    return { option: name, attached: value ?? null };
  }
  const attached = word.slice(2);
  return { option: word.slice(0, 2), attached: attached === "" ? null : attached };
}

function addUrl(request: Request, text: string): void {
  if (!URL.canParse(text)) return;
  const url = new URL(text);
  request.url ??= url;
  for (const [name, value] of url.searchParams) addParameter(request, name, value);
}

function addBody(request: Request, body: string): void {
  for (const [name, value] of new URLSearchParams(body)) addParameter(request, name, value);
}

/** What curl encodes itself stands there in plain; `name@file` and `name=@file` are in a file that is not here. */
function addPlain(request: Request, text: string): void {
  const [, name, value] = /^(\w+)=(?!@)(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) addParameter(request, name, value);
}

function addUser(request: Request, user: string): void {
  const colon = user.indexOf(":");
  addParameter(request, "client_id", colon === -1 ? user : user.slice(0, colon));
  if (colon !== -1) addParameter(request, "client_secret", user.slice(colon + 1));
}

function addParameter({ parameters }: Request, name: string, value: string): void {
  if (!parameters.has(name)) parameters.set(name, value);
}

function environmentOf(url: URL | null): Environment {
  if (url?.hostname === "ims-na1-stg1.adobelogin.com") return "stage";
  return url !== null && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname) ? "sandbox" : "production";
}

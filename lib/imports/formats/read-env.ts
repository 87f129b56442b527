import { environmentName } from "./fields";
import { type Found, foundOf } from "./found";
import { isPlaceholder, readValue } from "./is-placeholder";
import { parseEnv } from "./parse-env";
import { readAioContexts } from "./read-aio";
import { readList } from "./read-list";

/**
 * One credential of the text is what stands around `CLIENT_ID`: `IMS_` (Adobe Commerce's guide), `OAUTHS2S_` (the
 * AEM App Builder guide), `IMS_OAUTH_S2S_` (the aio command line), `AIO_COMMERCE_AUTH_IMS_` (its library for
 * Commerce), and whatever people make of them: `STORE_IMS_CLIENT_ID`, `IMS_CLIENT_ID_2`.
 */
const clientIdName = /^(.*?)CLIENT_?ID((?:_[A-Z0-9]+)*)$/i;
const adobePrefix = /(?:^|_)(?:IMS|OAUTHS2S|OAUTH|S2S|ADOBE|AIO|AEM)\d*_/i;
const adobeClientId = /^[0-9a-f]{32}$/;

/** How each field is spelled after the prefix. What several credentials may share stands there once. */
const spellings = {
  clientSecret: ["CLIENT_SECRET", "CLIENT_SECRETS", "CLIENTSECRET"],
  imsOrgId: ["ORG_ID", "IMS_ORG_ID", "ORGANIZATION_ID"],
  technicalAccountId: ["TECHNICAL_ACCOUNT_ID", "TECH_ACCOUNT_ID"],
  technicalAccountEmail: ["TECHNICAL_ACCOUNT_EMAIL", "TECH_ACCOUNT_EMAIL"],
  scopes: ["SCOPES", "SCOPE", "CECREDENTIALS_METASCOPES"],
  environment: ["ENVIRONMENT", "ENV"],
  ofJwt: ["PRIVATE_KEY", "META_SCOPES", "METASCOPES"],
} as const;
type Spelled = keyof typeof spellings;

type Variables = ReadonlyMap<string, string>;

const maxCredentials = 5_000;

/** Reads the credentials of `.env` text, in its order. Empty where it names no client ID. */
export function readEnv(text: string): readonly Found[] {
  const variables = parseEnv(text);
  const upper = new Map([...variables].map(([name, value]) => [name.toUpperCase(), value]));
  const spelled = [...variables].flatMap(([name, value]) => {
    const [, prefix, suffix] = clientIdName.exec(name) ?? [];
    const clientId = value.trim();
    if (prefix === undefined || suffix === undefined || name.startsWith("AIO_ims_")) return [];
    if (clientId === "" || isPlaceholder(clientId)) return [];
    if (prefix !== "" && !adobePrefix.test(prefix) && !adobeClientId.test(clientId)) return [];
    return [{ prefix, suffix, clientId }];
  });
  return [
    ...spelled.slice(0, maxCredentials).map((place) => readSpelled(upper, place)),
    ...readAioContexts(listContexts(variables)),
  ];
}

interface Place {
  readonly prefix: string;
  readonly suffix: string;
  readonly clientId: string;
}

function readSpelled(variables: Variables, { prefix, suffix, clientId }: Place): Found {
  const read = (field: Spelled, at: string): string | undefined =>
    spellings[field]
      .map((name) => variables.get(`${prefix}${name}${at}`.toUpperCase()))
      .find((value) => value !== undefined && value !== "");
  const own = (field: Spelled) => read(field, suffix) ?? "";
  const shared = (field: Spelled) => read(field, suffix) ?? read(field, "") ?? "";
  const summary = prefix === "" ? "Read from .env text." : `Read from .env text (${sayPrefix(prefix)}…).`;
  if (own("ofJwt") !== "" || /(?:^|_)JWT_/i.test(prefix)) {
    return foundOf("env", summary, { clientId, otherKind: "jwt" });
  }
  const secrets = spellings.clientSecret.map((name) =>
    variables.get(`${prefix}${name}${suffix}`.toUpperCase()),
  );
  return foundOf("env", summary, {
    clientId,
    clientSecrets: [...new Set(secrets.flatMap((value) => readList(value ?? "")))],
    environment: environmentName.parse(shared("environment")),
    imsOrgId: readValue(shared("imsOrgId")),
    technicalAccountId: readValue(own("technicalAccountId")),
    technicalAccountEmail: readValue(own("technicalAccountEmail")),
    scopes: readList(shared("scopes")).join(","),
  });
}

/** Only spellings of Adobe's own stand in a sentence: another may be anything. */
function sayPrefix(prefix: string): string {
  return knownPrefixes.has(prefix) ? prefix : "";
}

const knownPrefixes: ReadonlySet<string> = new Set([
  "IMS_",
  "OAUTHS2S_",
  "IMS_OAUTH_S2S_",
  "AIO_COMMERCE_AUTH_IMS_",
]);

/**
 * `AIO_ims_contexts_{context}_{field}`: one underscore stands between names, two for one inside a name
 * (`@adobe/aio-lib-core-config`).
 */
function listContexts(
  variables: Variables,
): readonly (readonly [string, Readonly<Record<string, string>>])[] {
  const contexts = new Map<string, Map<string, string>>();
  for (const [name, value] of variables) {
    const path = splitAioName(name);
    const [tool, part, kind, context, field, ...more] = path;
    if (tool !== "AIO" || part !== "ims" || kind !== "contexts" || more.length > 0) continue;
    if (context === undefined || field === undefined) continue;
    const fields = contexts.get(context) ?? new Map<string, string>();
    contexts.set(context, fields.set(field, value));
  }
  return [...contexts].map(([context, fields]) => [context, Object.fromEntries(fields)]);
}

function splitAioName(name: string): readonly string[] {
  const inside = "\u0000";
  return name
    .replaceAll("__", inside)
    .split("_")
    .map((part) => part.replaceAll(inside, "_"));
}

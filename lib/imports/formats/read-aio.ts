import { z } from "zod";
import { environmentName, line, list } from "./fields";
import { type Found, foundOf } from "./found";

/** One context of `@adobe/aio-lib-ims`, as its README and its OAuth Server-to-Server plugin name the fields. */
const context = z.object({
  client_id: z.string().min(1).max(1000),
  client_secret: list,
  client_secrets: list,
  ims_org_id: line,
  org_id: line,
  technical_account_id: line,
  technical_account_email: line,
  scopes: list,
  scope: list,
  env: environmentName,
});
const signedContext = z.union([
  z.object({ private_key: z.unknown() }).required(),
  z.object({ meta_scopes: z.unknown() }).required(),
]);
const userContext = z.union([
  z.object({ redirect_uri: z.unknown() }).required(),
  z.object({ callback_url: z.unknown() }).required(),
]);
const contexts = z.record(z.string(), z.unknown());
const config = z.object({ ims: z.object({ contexts }) });

/** Reads the contexts of an aio configuration: `ims.contexts.*`. Null where it has none. */
export function readAioConfig(json: unknown): readonly Found[] | null {
  const parsed = config.safeParse(json);
  return parsed.success ? readAioContexts(Object.entries(parsed.data.ims.contexts)) : null;
}

/** Reads named contexts. Those of the command line itself have neither secret nor scopes, and are passed over. */
export function readAioContexts(named: readonly (readonly [string, unknown])[]): readonly Found[] {
  return named.flatMap(([name, value]) => readContext(name, value));
}

const summary = "Read from an aio configuration.";

function readContext(name: string, value: unknown): readonly Found[] {
  const parsed = context.safeParse(value);
  if (!parsed.success) return [];
  const read = parsed.data;
  const clientId = read.client_id.trim();
  const clientSecrets = [...new Set([...read.client_secrets, ...read.client_secret])];
  const scopes = read.scopes.length > 0 ? read.scopes : read.scope;
  if (clientSecrets.length === 0 && scopes.length === 0) return [];
  if (signedContext.safeParse(value).success)
    return [foundOf("aio", summary, { name, clientId, otherKind: "jwt" })];
  if (userContext.safeParse(value).success) {
    return [foundOf("aio", summary, { name, clientId, otherKind: "oauth_user" })];
  }
  return [
    foundOf("aio", summary, {
      name,
      clientId,
      clientSecrets,
      environment: read.env,
      imsOrgId: read.ims_org_id || read.org_id,
      technicalAccountId: read.technical_account_id,
      technicalAccountEmail: read.technical_account_email,
      scopes: scopes.join(","),
    }),
  ];
}

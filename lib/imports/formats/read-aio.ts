import { z } from "zod";
import { environmentName, line, list } from "./fields";
import { type Found, foundOf } from "./found";
import { hasKey } from "./has-key";

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
const contexts = z.record(z.string(), z.unknown());
const config = z.object({ ims: z.object({ contexts }) });

/** Reads the contexts of an aio configuration: `ims.contexts.*`. Null where it has none. */
export function readAioConfig(json: unknown): readonly Found[] | null {
  if (!hasKey(json, "ims")) return null;
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
  if (hasKey(value, "private_key") || hasKey(value, "meta_scopes"))
    return [foundOf("aio", summary, { name, clientId, otherKind: "jwt" })];
  if (hasKey(value, "redirect_uri") || hasKey(value, "callback_url")) {
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

import { z } from "zod";
import { line, list, numericId } from "./fields";
import { type Found, foundOf, type OtherKind } from "./found";
import { hasKey } from "./has-key";

/**
 * The download of a workspace or project, and the `.aio` file that the aio command line makes of it, which
 * keeps only id, name and kind of each credential (`config.schema.json` of its app plugin).
 */
const organization = z
  .object({ id: numericId, ims_org_id: line, code: line })
  .catch(nobody())
  .default(nobody());
const workspace = z.object({
  details: z.object({ credentials: z.array(z.unknown()) }),
});
const project = z
  .object({
    id: numericId,
    org: organization,
    workspace: workspace.optional().catch(undefined),
    workspaces: z.array(z.unknown()).optional().catch(undefined),
  })
  .refine((read) => read.workspace !== undefined || read.workspaces !== undefined);
const download = z.object({ project });

function nobody() {
  return { id: "", ims_org_id: "", code: "" };
}

const integration = z.object({
  id: numericId,
  name: line,
  integration_type: z.string().min(1).max(200),
  oauth_server_to_server: z
    .object({
      client_id: z.string().min(1).max(1000),
      client_secrets: list,
      technical_account_email: line,
      technical_account_id: line,
      scopes: list,
    })
    .optional(),
});
type Integration = z.infer<typeof integration>;
type Place = Pick<z.infer<typeof project>, "id" | "org">;

const keptTypes: ReadonlySet<string> = new Set(["oauth_server_to_server", "oauth_server_to_server_migrate"]);

const otherTypes: Readonly<Record<string, OtherKind>> = {
  service: "jwt",
  apikey: "api_key",
  adobeid: "oauth_user",
  oauthweb: "oauth_user",
  oauthwebapp: "oauth_user",
  oauthsinglepageapp: "oauth_user",
  oauthnativeapp: "oauth_user",
  oauthandroid: "oauth_user",
  oauthios: "oauth_user",
};

/** Reads every credential of a workspace or project download. Null when it is none. */
export function readWorkspace(json: unknown): readonly Found[] | null {
  if (!hasKey(json, "project")) return null;
  const parsed = download.safeParse(json);
  if (!parsed.success) return null;
  const { workspace: one, workspaces: several = [], ...place } = parsed.data.project;
  const inSeveral = several.flatMap((each) => {
    const read = workspace.safeParse(each);
    return read.success ? [read.data] : [];
  });
  return [...(one === undefined ? [] : [one]), ...inSeveral]
    .flatMap(({ details }) => details.credentials)
    .map((credential) => readIntegration(credential, place));
}

function readIntegration(credential: unknown, place: Place): Found {
  const parsed = integration.safeParse(credential);
  if (!parsed.success) return foundOf("workspace", summary, { otherKind: "unreadable" });
  const { name, integration_type: type } = parsed.data;
  if (keptTypes.has(type)) return readServerToServer(parsed.data, place);
  const otherKind = (Object.hasOwn(otherTypes, type) ? otherTypes[type] : undefined) ?? "unknown_kind";
  return foundOf("workspace", summary, { name, otherKind });
}

function readServerToServer({ id, name, oauth_server_to_server: oauth }: Integration, place: Place): Found {
  const { org } = place;
  const ids = [org.id, place.id, id];
  const consoleAddress = ids.includes("")
    ? null
    : { adobeOrganizationId: org.id, adobeProjectId: place.id, adobeCredentialId: id };
  const shared = { name, consoleAddress, imsOrgId: org.ims_org_id || org.code };
  if (oauth === undefined) return foundOf("aio", "Read from an .aio file.", shared);
  return foundOf("workspace", summary, {
    ...shared,
    clientId: oauth.client_id.trim(),
    clientSecrets: oauth.client_secrets,
    technicalAccountId: oauth.technical_account_id,
    technicalAccountEmail: oauth.technical_account_email,
    scopes: oauth.scopes.join(","),
  });
}

const summary = "Read from the download of a project or workspace.";

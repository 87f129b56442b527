import { type Answer, jsonAnswer } from "./answer";
import type { Call } from "./call";
import type { StoredClient } from "./clients";
import { gatewayError } from "./console-answers";
import { listSecrets } from "./console-secrets";
import { type ProductRefusal, refuseProduct } from "./product-refusals";
import { readToken } from "./read-token";
import type { SandboxState } from "./state";

/**
 * The products behind the hosts that Latchkey probes, as far as a read-only call shows them. Which scope each
 * wants, and which of them insists on `x-gw-ims-org-id`, is chosen here after Adobe's samples; so are the
 * bodies, of which nobody reads more than the status.
 */
interface Product {
  readonly host: RegExp;
  /** How it is told of in the request log. */
  readonly name: string;
  readonly scopes: readonly string[];
  readonly wantsOrganization: boolean;
  /** Its own words for a token that is not valid. */
  readonly tokenRefusal: ProductRefusal;
  readonly scopeRefusal: ProductRefusal;
  readonly answer: (path: string, client: StoredClient) => Answer | undefined;
}

const plain = {
  wantsOrganization: false,
  tokenRefusal: "tokenRefused",
  scopeRefusal: "scopeMissing",
} as const;

const products: readonly Product[] = [
  {
    ...plain,
    host: /^[a-z]{2,3}\d{1,2}(?:-[a-z]+)?\.api\.commerce\.adobe\.com$/,
    name: "commerce",
    scopes: ["commerce.accs"],
    wantsOrganization: true,
    answer: (path) => {
      const endpoint = /^\/[A-Za-z0-9]+(\/V1\/.*)$/.exec(path)?.[1];
      if (endpoint === "/V1/products") return jsonAnswer(200, { items: [], total_count: 0 });
      if (endpoint === "/V1/store/storeConfigs") return jsonAnswer(200, [{ id: 1, code: "default" }]);
      return undefined;
    },
  },
  {
    ...plain,
    host: /^api\.adobeaemcloud\.com$/,
    name: "aem",
    scopes: ["ab.manage", "account_cluster.read"],
    wantsOrganization: true,
    scopeRefusal: "aemScopeMissing",
    answer: (path, { imsOrgId }) =>
      path === "/adobe/stats/statistics/contentRequestsQuota"
        ? jsonAnswer(200, { imsOrgId, contentRequestsQuota: 1_000_000 })
        : undefined,
  },
  {
    ...plain,
    host: /^usermanagement\.adobe\.io$/,
    name: "user-management",
    scopes: ["user_management_sdk"],
    tokenRefusal: "umapiToken",
    answer: (path, { imsOrgId }) =>
      path === `/v2/usermanagement/groups/${imsOrgId}/0`
        ? jsonAnswer(200, { lastPage: true, result: "success", groups: [] })
        : undefined,
  },
  {
    ...plain,
    host: /^firefly-api\.adobe\.io$/,
    name: "firefly",
    scopes: ["firefly_api"],
    answer: (path) =>
      path === "/v3/custom-models" ? jsonAnswer(200, { custom_models: [], total_count: 0 }) : undefined,
  },
  {
    ...plain,
    host: /^analytics\.adobe\.io$/,
    name: "analytics",
    scopes: ["additional_info.projectedProductContext"],
    tokenRefusal: "analyticsToken",
    answer: (path, { imsOrgId, technicalAccountId }) =>
      path === "/discovery/me"
        ? jsonAnswer(200, { imsUserId: technicalAccountId, imsOrgs: [{ imsOrgId, companies: [] }] })
        : undefined,
  },
  {
    ...plain,
    host: /^pdf-services\.adobe\.io$/,
    name: "pdf-services",
    scopes: ["DCAPI"],
    answer: () => jsonAnswer(404, { error: { code: "NOT_FOUND", message: "Asset not found" } }),
  },
];

const consoleSecretsPath = /^\/console\/organizations\/([^/]+)\/credentials\/([^/]+)\/secrets$/;

/** The name of the product that answers for a host; null where none does. */
export function nameProduct(host: string): string | null {
  if (host === "api.adobe.io") return "io-management";
  return products.find((product) => product.host.test(host))?.name ?? null;
}

/**
 * `GET /products/{host}/{path}`: what `https://{host}/{path}` would answer. The gateway asks in this order:
 * key, token, scope, organization.
 */
export async function answerProduct(
  state: SandboxState,
  call: Call,
  { host, path }: { readonly host: string; readonly path: string },
  nowMs: number,
): Promise<Answer> {
  if (host === "api.adobe.io") {
    const [whole, organizationId = "", credentialId = ""] = consoleSecretsPath.exec(path) ?? [];
    return whole === undefined
      ? refuseProduct("notFound")
      : listSecrets(state, call, { organizationId, credentialId }, nowMs);
  }
  const product = products.find((one) => one.host.test(host));
  if (!product) return refuseProduct("notFound");
  if (call.apiKey === undefined) return gatewayError(403, "403000", "Api Key is required");
  const client = state.findClient(call.apiKey);
  if (!client) return refuseProduct("notSubscribed");
  if (call.bearer === undefined) return gatewayError(403, "403010", "Oauth token is missing.");
  const reading = await readToken(state, call.bearer, nowMs);
  if (!reading.valid) return refuseProduct(product.tokenRefusal);
  if (reading.claims.client_id !== client.clientId) return refuseProduct("notSubscribed");
  const granted = reading.claims.scope.split(",");
  if (!product.scopes.every((scope) => granted.includes(scope))) return refuseProduct(product.scopeRefusal);
  if (product.wantsOrganization && call.organization === undefined) return refuseProduct("headerMissing");
  if (call.organization !== undefined && call.organization !== client.imsOrgId) {
    return refuseProduct("profileMissing");
  }
  return product.answer(path, client) ?? refuseProduct("notFound");
}

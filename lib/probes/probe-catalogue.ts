/**
 * The room of probes: read-only calls that show whether a credential opens a product, and not just whether
 * it gets a token. The list is fixed, and so are hosts and paths; only a Commerce tenant can be typed.
 */

import type { Tenant } from "./check-tenant";

export const probeKeys = [
  "commerce-products",
  "commerce-store-configs",
  "aem-content-requests",
  "io-management",
  "user-management",
  "firefly",
  "analytics",
  "pdf-services",
] as const;

export type ProbeKey = (typeof probeKeys)[number];

/** What a probe needs to know beyond client ID and token. */
export type ProbeNeed = "tenant" | "organization" | "console";

export interface Probe {
  readonly key: ProbeKey;
  /** Probes of one product stand together; a diagnosis names it. */
  readonly product: string;
  readonly label: string;
  /** What an answer tells. */
  readonly tells: string;
  /** Without these the product refuses, as far as Adobe documents them. */
  readonly scopes: readonly string[];
  /** What a JWT credential asks for in their place, without Adobe's prefix; absent where there is none. */
  readonly metascope?: string;
  /** What decides besides the scope. */
  readonly decides: string;
  readonly needs: readonly ProbeNeed[];
  readonly source: { readonly label: string; readonly href: string };
}

interface ProbeFacts {
  readonly tenant: Tenant | null;
  /** `…@AdobeOrg` */
  readonly imsOrgId: string | null;
  /** Numeric ids. */
  readonly adobeOrganizationId: string | null;
  readonly adobeCredentialId: string | null;
}

export interface ProbeTarget {
  readonly host: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isAbsenceAccess?: boolean;
}

const commerce = {
  product: "Adobe Commerce",
  scopes: ["commerce.accs"],
  decides: "The product profile of the Commerce instance, and the permissions behind it.",
  needs: ["tenant"],
  source: {
    label: "Adobe Commerce REST, server-to-server",
    href: "https://developer.adobe.com/commerce/webapi/rest/authentication/server-to-server/",
  },
} as const;

export const probes: readonly Probe[] = [
  {
    ...commerce,
    key: "commerce-products",
    label: "Commerce products",
    tells: "Whether the catalog of one tenant can be read: the first product is asked for.",
  },
  {
    ...commerce,
    key: "commerce-store-configs",
    label: "Commerce store configuration",
    tells: "Whether the stores of one tenant can be read, which needs fewer permissions than the catalog.",
  },
  {
    key: "aem-content-requests",
    product: "Adobe Experience Manager",
    label: "AEM content requests",
    tells: "Whether the quota of content requests of the organization can be read.",
    scopes: ["ab.manage", "account_cluster.read"],
    decides: "The product profile of the AEM environment.",
    needs: ["organization"],
    source: {
      label: "AEM, server-to-server token in an App Builder action",
      href: "https://experienceleague.adobe.com/en/docs/experience-manager-learn/cloud-service/developing/extensibility/app-builder/server-to-server-auth",
    },
  },
  {
    key: "io-management",
    product: "I/O Management",
    label: "Own client secrets",
    tells: "Whether the credential may list its own secrets, which Rotate secret needs.",
    scopes: ["adobeio_api", "read_client_secret"],
    metascope: "ent_adobeio_sdk",
    decides: "Whether the I/O Management API is added to the project.",
    needs: ["console"],
    source: {
      label: "Developer Console, rotating client secrets",
      href: "https://developer.adobe.com/developer-console/docs/guides/authentication/ServerToServerAuthentication/ims",
    },
  },
  {
    key: "user-management",
    product: "User Management",
    label: "User Management",
    tells:
      "Whether the user groups of the organization can be read: the first page is asked for. Adobe allows few calls a minute.",
    scopes: ["user_management_sdk"],
    metascope: "ent_user_sdk",
    decides: "Whether a System Administrator added the User Management API to the project.",
    needs: ["organization"],
    source: {
      label: "User Management API, groups",
      href: "https://adobe-apiplatform.github.io/umapi-documentation/en/api/group.html",
    },
  },
  {
    key: "firefly",
    product: "Adobe Firefly",
    label: "Firefly",
    tells: "Whether custom models can be listed. It is the one call of Firefly that makes and costs nothing.",
    scopes: ["firefly_api"],
    decides:
      "The product profile of Firefly Services. Without a right to custom models this is refused though other calls may work.",
    needs: [],
    source: {
      label: "Firefly API, custom models",
      href: "https://developer.adobe.com/firefly-services/docs/firefly-api/guides/how-tos/cm-generate-image/",
    },
  },
  {
    key: "analytics",
    product: "Adobe Analytics",
    label: "Analytics discovery",
    tells:
      "Which Analytics companies the credential reaches: whether there is an answer at all is looked at.",
    scopes: ["read_organizations", "additional_info.projectedProductContext"],
    metascope: "ent_analytics_bulk_ingest_sdk",
    decides: "The product profile of Analytics: the scopes are the same for many products.",
    needs: [],
    source: {
      label: "Analytics 2.0 API, discovery",
      href: "https://developer.adobe.com/analytics-apis/docs/2.0/guides/endpoints/discovery/",
    },
  },
  {
    key: "pdf-services",
    product: "Adobe PDF Services",
    label: "PDF Services",
    tells:
      "Whether PDF Services lets the credential in. An asset that cannot exist is asked for, so the service's own answer 404 is the good one.",
    scopes: ["DCAPI"],
    metascope: "ent_documentcloud_sdk",
    decides: "Whether the PDF Services API is added to the project.",
    needs: [],
    source: {
      label: "PDF Services API, assets",
      href: "https://developer.adobe.com/document-services/docs/apis/",
    },
  },
];

/** @throws where there is no such probe, which the type rules out. */
export function getProbe(key: ProbeKey): Probe {
  const probe = probes.find((one) => one.key === key);
  if (probe === undefined) throw new Error(`There is no probe ${key}.`);
  return probe;
}

/**
 * The scopes of a probe that a credential does not ask for. One that has no scopes yet asks by metascopes: it
 * is a JWT credential.
 */
export function findMissingScopes(
  { scopes, metascope }: Probe,
  credential: { readonly scopes: readonly string[]; readonly metascopes: readonly string[] },
): readonly string[] {
  if (credential.scopes.length > 0 || credential.metascopes.length === 0 || metascope === undefined) {
    return scopes.filter((scope) => !credential.scopes.includes(scope));
  }
  return credential.metascopes.includes(metascope) ? [] : [metascope];
}

/** What the probe needs and the credential does not say. A tenant is typed, so it is never missing here. */
export function findMissingNeed(probe: Probe, facts: Omit<ProbeFacts, "tenant">): ProbeNeed | null {
  const isMissing: Record<ProbeNeed, boolean> = {
    tenant: false,
    organization: facts.imsOrgId === null || !organizationForm.test(facts.imsOrgId),
    console: !isNumber(facts.adobeOrganizationId) || !isNumber(facts.adobeCredentialId),
  };
  return probe.needs.find((need) => isMissing[need]) ?? null;
}

const organizationForm = /^[0-9A-Za-z]{1,64}@AdobeOrg$/;

function isNumber(text: string | null): boolean {
  return text !== null && /^\d{1,25}$/.test(text);
}

/** Adobe's assets are named by a UUID; this one is never given away (RFC 9562 §5.9). */
const absentAsset = "urn:aaid:AS:UE1:00000000-0000-0000-0000-000000000000";

/** @throws when a fact that the probe needs is missing: `findMissingNeed` and `checkTenant` are asked first. */
export function aimProbe(key: ProbeKey, facts: ProbeFacts): ProbeTarget {
  switch (key) {
    case "commerce-products":
      return aimAtTenant(facts, "/V1/products?searchCriteria%5BpageSize%5D=1");
    case "commerce-store-configs":
      return aimAtTenant(facts, "/V1/store/storeConfigs");
    case "aem-content-requests": {
      const organization = encodeURIComponent(need(facts.imsOrgId));
      return {
        host: "api.adobeaemcloud.com",
        path: `/adobe/stats/statistics/contentRequestsQuota?imsOrgId=${organization}&current=true`,
        headers: { "x-adobe-accept-experimental": "1" },
      };
    }
    case "io-management": {
      const organization = need(facts.adobeOrganizationId);
      const credential = need(facts.adobeCredentialId);
      const path = `/console/organizations/${organization}/credentials/${credential}/secrets`;
      return { host: "api.adobe.io", path };
    }
    case "user-management":
      return {
        host: "usermanagement.adobe.io",
        path: `/v2/usermanagement/groups/${need(facts.imsOrgId)}/0`,
      };
    case "firefly":
      return { host: "firefly-api.adobe.io", path: "/v3/custom-models?limit=1" };
    case "analytics":
      return { host: "analytics.adobe.io", path: "/discovery/me" };
    case "pdf-services":
      return { host: "pdf-services.adobe.io", path: `/assets/${absentAsset}`, isAbsenceAccess: true };
  }
}

function aimAtTenant({ tenant }: ProbeFacts, path: string): ProbeTarget {
  if (tenant === null) throw new Error("The probe needs a tenant.");
  return { host: `${tenant.server}.api.commerce.adobe.com`, path: `/${tenant.tenantId}${path}` };
}

function need(fact: string | null): string {
  if (fact === null) throw new Error("The probe needs to know more of the credential.");
  return fact;
}

/**
 * What is known of Adobe's scopes. Adobe publishes no list of them: the words are ours, the names come from
 * its guides, samples and discovery documents. `products` is ordered as the page shows it.
 */

export interface KnownScope {
  readonly scope: string;
  /** What it opens, as a sentence without its end. */
  readonly words: string;
  /** Where the name was read, and in which month. */
  readonly source: string;
}

export interface ScopeProduct {
  readonly product: string;
  readonly scopes: readonly KnownScope[];
}

const guides = "Adobe Developer Console guides, March 2026";
const discovery = "Adobe's live discovery documents, August 2026";
const firefly = "Firefly API authentication guide, 2026";
const commerce = "Commerce web API guides, 2026";
const assets = "Asset Compute API guide, 2026";
const campaign = "public Campaign connectors, 2026";
const aem = "AEM OpenAPI discovery document, 2026";

export const scopeProducts: readonly ScopeProduct[] = [
  {
    product: "Identity",
    scopes: [
      {
        scope: "openid",
        words: "Lets a token be asked for at all, as OpenID Connect has it",
        source: guides,
      },
      {
        scope: "AdobeID",
        words: "Ties the token to an Adobe identity, here the technical account",
        source: guides,
      },
      { scope: "email", words: "Reads the account's email address", source: discovery },
      { scope: "profile", words: "Reads the account's name and profile", source: discovery },
      { scope: "address", words: "Reads the account's postal address and country", source: discovery },
      { scope: "session", words: "Opens a session at Adobe for products that want one", source: discovery },
      {
        scope: "offline_access",
        words: "Gives a refresh token to people who sign in; a server gets none",
        source: discovery,
      },
      {
        scope: "read_organizations",
        words: "Lists the organizations that the account belongs to",
        source: guides,
      },
      { scope: "additional_info", words: "Reads further facts of the account", source: discovery },
      {
        scope: "additional_info.roles",
        words: "Reads the account's roles in organizations and products",
        source: guides,
      },
      {
        scope: "additional_info.projectedProductContext",
        words: "Reads which products and product profiles the account has",
        source: guides,
      },
      {
        scope: "additional_info.ownerOrg",
        words: "Reads which organization owns the account",
        source: discovery,
      },
      {
        scope: "additional_info.job_function",
        words: "Reads the job that the account states",
        source: discovery,
      },
      {
        scope: "read_profile",
        words: "Reads the account's profile",
        source: "AEM data service sample, 2025",
      },
    ],
  },
  {
    product: "I/O Management API",
    scopes: [
      { scope: "adobeio_api", words: "Calls the Developer Console API", source: guides },
      {
        scope: "read_client_secret",
        words: "Lists the client secrets of this credential, without their values",
        source: guides,
      },
      {
        scope: "manage_client_secrets",
        words: "Adds and deletes client secrets of this credential",
        source: guides,
      },
    ],
  },
  {
    product: "Firefly Services",
    scopes: [
      { scope: "firefly_api", words: "Makes images with Firefly", source: firefly },
      {
        scope: "ff_apis",
        words: "Calls the other Firefly Services, such as Photoshop and Lightroom",
        source: firefly,
      },
      {
        scope: "firefly_enterprise",
        words: "Calls Firefly Services of an enterprise",
        source: "audio and video guides of Firefly Services, 2026",
      },
    ],
  },
  {
    product: "PDF Services",
    scopes: [
      { scope: "DCAPI", words: "Makes, reads and changes PDF documents", source: "public samples, 2026" },
    ],
  },
  {
    product: "User Management",
    scopes: [
      {
        scope: "user_management_sdk",
        words: "Reads and changes users, groups and product assignments of the whole organization",
        source: "User Management API guide, 2026",
      },
    ],
  },
  {
    product: "Commerce",
    scopes: [
      { scope: "commerce.accs", words: "Calls the API of Commerce as a Cloud Service", source: commerce },
    ],
  },
  {
    product: "I/O Events and assets",
    scopes: [
      { scope: "event_receiver", words: "Receives events", source: assets },
      { scope: "event_receiver_api", words: "Registers for events and reads them", source: assets },
      { scope: "asset_compute", words: "Has assets worked on by Asset Compute", source: assets },
    ],
  },
  {
    product: "Campaign",
    scopes: [
      { scope: "campaign_sdk", words: "Calls Campaign", source: campaign },
      {
        scope: "campaign_config_server_general",
        words: "Reads the configuration of Campaign",
        source: campaign,
      },
      {
        scope: "deliverability_service_general",
        words: "Calls the deliverability service of Campaign",
        source: campaign,
      },
    ],
  },
  {
    product: "Experience Manager",
    scopes: [
      { scope: "aem.folders", words: "Works with folders", source: aem },
      { scope: "aem.fragments.management", words: "Works with content fragments", source: aem },
      { scope: "aem.assets.author", words: "Works with assets where they are authored", source: aem },
      { scope: "aem.assets.delivery", words: "Reads assets where they are delivered", source: aem },
      { scope: "aem.sites", words: "Works with sites", source: aem },
      { scope: "aem.repository", words: "Works with the repository", source: aem },
      { scope: "aem.contentai", words: "Calls the content AI", source: aem },
      { scope: "aem.adobe.experimental", words: "Calls interfaces that Adobe still tries out", source: aem },
      {
        scope: "aem.frontend.all",
        words: "Calls the administration of sites",
        source: "Experience League article, 2026",
      },
      {
        scope: "read_pc.dma_aem_ams",
        words: "Reads the product context of managed Experience Manager",
        source: "Experience League article, 2026",
      },
      {
        scope: "ab.manage",
        words: "Manages data of the AEM data service",
        source: "AEM data service sample, 2025",
      },
      {
        scope: "account_cluster.read",
        words: "Reads which accounts belong together",
        source: "AEM data service sample, 2025",
      },
    ],
  },
  {
    product: "Frame.io",
    scopes: [
      {
        scope: "frame.s2s.all",
        words: "Does everything that Frame.io offers to servers",
        source: "Frame.io V4 templates, 2026",
      },
    ],
  },
  {
    product: "InDesign",
    scopes: [
      {
        scope: "indesign_services",
        words: "Works with InDesign documents",
        source: "InDesign API guide, 2026",
      },
    ],
  },
  {
    product: "App Builder",
    scopes: [
      {
        scope: "adobeio.abdata.read",
        words: "Reads the App Builder database",
        source: "App Builder guides, 2026",
      },
      {
        scope: "adobeio.abdata.write",
        words: "Writes the App Builder database",
        source: "App Builder guides, 2026",
      },
      {
        scope: "adobeio.abdata.manage",
        words: "Manages the App Builder database",
        source: "App Builder guides, 2026",
      },
      {
        scope: "adobeio.appregistry.read",
        words: "Reads the registry of apps",
        source: "App Builder guides, 2026",
      },
      {
        scope: "adobeio.appregistry.write",
        words: "Changes the registry of apps",
        source: "App Builder guides, 2026",
      },
    ],
  },
];

const byName: ReadonlyMap<string, KnownScope & { readonly product: string }> = new Map(
  scopeProducts.flatMap(({ product, scopes }) =>
    scopes.map((known) => [known.scope, { ...known, product }] as const),
  ),
);

/** What is known of a scope; undefined where the catalogue does not have it. */
export function findKnownScope(scope: string): (KnownScope & { readonly product: string }) | undefined {
  return byName.get(scope);
}

export const unknownProduct = "Not in the catalogue";

/** The scopes under their products, in the order of the catalogue; those it does not know come last. */
export function groupByProduct(
  scopes: readonly string[],
): readonly { readonly product: string; readonly scopes: readonly string[] }[] {
  const order = [...scopeProducts.map(({ product }) => product), unknownProduct];
  return order
    .map((product) => ({
      product,
      scopes: scopes.filter((scope) => (findKnownScope(scope)?.product ?? unknownProduct) === product),
    }))
    .filter((group) => group.scopes.length > 0);
}

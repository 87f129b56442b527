import { fail, type Result, succeed } from "@/lib/result";

/** Hosts of Adobe's products that may be asked. */
const productHosts = [
  "api.adobe.io",
  "usermanagement.adobe.io",
  "firefly-api.adobe.io",
  "analytics.adobe.io",
  "pdf-services.adobe.io",
  "api.adobeaemcloud.com",
] as const;

/**
 * Adobe Commerce as a Cloud Service: region, number and, where it is not production, the environment
 * (`na1`, `eu1`, `na1-sandbox`).
 */
const commerceHost = /^[a-z]{2,3}[0-9]{1,2}(?:-[a-z]{2,12})?\.api\.commerce\.adobe\.com$/;

function isProductHost(host: string): boolean {
  return productHosts.some((known) => known === host) || commerceHost.test(host);
}

/**
 * The address of a product call, put together from a host and a path that begins with a slash. It is
 * parsed as the HTTP client will parse it and must come out as it went in: https, the host that was
 * meant, no user, no port, nothing normalised away.
 */
export function buildProductUrl(host: string, path: string): Result<string, "not_a_product"> {
  const address = `https://${host}${path}`;
  const url = path.startsWith("/") ? URL.parse(address) : null;
  const isMeant =
    url !== null &&
    url.protocol === "https:" &&
    url.hostname === host &&
    isProductHost(url.hostname) &&
    url.port === "" &&
    url.username === "" &&
    url.password === "" &&
    url.hash === "" &&
    url.href === address;
  return isMeant ? succeed(url.href) : fail("not_a_product");
}

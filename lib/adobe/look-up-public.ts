import { lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** Where all of the internet's own IPv6 addresses are (IANA "IPv6 Global Unicast Address Assignments"). */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether an address belongs to the public internet. Loopback, private, shared (CGNAT), link-local,
 * unique local, multicast and reserved ones do not, nor do IPv6 addresses that carry an IPv4 one.
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== "unicast") return false;
  return address instanceof ipaddr.IPv4 || address.match(globalUnicast);
}

/**
 * A look-up for an HTTP client that may reach public addresses only. The addresses that it has judged are
 * those that are connected to, so a name that resolves otherwise a moment later changes nothing. A name
 * with even one address that is not public counts as not resolved.
 */
export function createPublicLookup(lookUp: LookupFunction = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, found, family) => {
      const addresses = typeof found === "string" ? [{ address: found, family: family ?? 4 }] : found;
      if (error !== null) return callback(error, "");
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
        const refused = Object.assign(new Error("The name has no public address."), { code: "ENOTFOUND" });
        return callback(refused, "");
      }
      if (options.all === true) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

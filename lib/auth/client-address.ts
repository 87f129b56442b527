import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

interface Hops {
  /** Address of the connection itself. */
  readonly peer: string | null;
  /** `X-Forwarded-For` as it came in; anybody can write anything into it. */
  readonly forwardedFor: string | null;
  /** Addresses and CIDR ranges of our own proxies. */
  readonly trustedProxies: readonly string[];
}

/**
 * Who is asking: the nearest hop that is not one of our own proxies. `X-Forwarded-For` is read only
 * when the connection comes from such a proxy, and from the right, where our proxies append.
 *
 * @returns null when the connection's own address is not known.
 */
export function findClientAddress({ peer, forwardedFor, trustedProxies }: Hops): string | null {
  const ranges = trustedProxies.map(parseRange).filter((range) => range !== null);
  let nearest = parseAddress(peer ?? "");
  const further = (forwardedFor ?? "").split(",").reverse();
  for (const hop of further) {
    if (nearest === null || !ranges.some((range) => isWithin(nearest, range))) break;
    const next = parseAddress(hop);
    if (next === null) break;
    nearest = next;
  }
  return nearest?.toString() ?? null;
}

/**
 * The address under which tries are counted. One household or machine has a whole /64 of IPv6
 * addresses, so they count as one.
 */
export function countedAddress(address: string | null): string {
  const parsed = parseAddress(address ?? "");
  if (parsed === null) return "unknown";
  const text = parsed.toString();
  return parsed.kind() === "ipv4" ? text : ipaddr.IPv6.networkAddressFromCIDR(`${text}/64`).toString();
}

type Range = readonly [Address, number];

function isWithin(address: Address | null, [network, bits]: Range): boolean {
  return address !== null && address.kind() === network.kind() && address.match(network, bits);
}

function parseRange(text: string): Range | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = parseAddress(text);
  return address === null ? null : [address, address.kind() === "ipv4" ? 32 : 128];
}

/** IPv4 written as IPv6 (`::ffff:192.0.2.1`) is read as IPv4. */
function parseAddress(text: string): Address | null {
  // Without the zone of a link-local address, which names an interface of this machine.
  const address = text.trim().split("%")[0] ?? "";
  return isIP(address) === 0 ? null : ipaddr.process(address);
}

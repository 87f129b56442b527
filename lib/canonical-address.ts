/** Carries the address from the proxy to the route that answers with it; never taken from a client. */
export const canonicalAddressHeader = "x-latchkey-canonical-address";

interface Asked {
  readonly appOrigin: string;
  readonly method: string;
  /** Host headers as sent, ports included. */
  readonly hosts: readonly (string | null)[];
  /** Path and query. */
  readonly path: string;
}

/**
 * Where a read that came in under another host name belongs; undefined when it is at home. The
 * session cookie and the origin check know one name only, so `127.0.0.1` is led to `localhost`.
 * Health checks ask by address and are answered where they stand.
 */
export function canonicalAddress({ appOrigin, method, hosts, path }: Asked): string | undefined {
  if (method !== "GET" && method !== "HEAD") return undefined;
  if (path === "/api/health") return undefined;
  const home = new URL(appOrigin).hostname;
  const isHome = hosts.some((host) => host !== null && readHostname(host) === home);
  // Joined, not resolved: `//elsewhere` as a path would name another host.
  return isHome ? undefined : `${appOrigin}${path}`;
}

function readHostname(host: string): string | undefined {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : undefined;
}

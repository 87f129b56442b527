import { canonicalAddressHeader } from "@/lib/canonical-address";
import { getEnv } from "@/lib/env";

/**
 * Answers for the proxy when a read came in under a stray host name. The proxy cannot do it: Next
 * makes its redirects relative where they lead to the server's own name, and a relative one would
 * lead back here. Asked for directly, it leads to the first page.
 */
export function GET(request: Request): Response {
  const address = request.headers.get(canonicalAddressHeader) ?? getEnv().appOrigin;
  return new Response(null, { status: 307, headers: { Location: address } });
}

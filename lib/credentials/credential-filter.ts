import { z } from "zod";
import { environments } from "@/lib/environment";

/** PostgreSQL takes no zero byte, and nothing that is stored holds one. */
const withoutZeroBytes = (text: string) => text.replaceAll("\0", "");

/** What the list may be asked for in the URL. A value that makes no sense counts as not asked. */
export const credentialFilter = z.object({
  q: z.string().transform(withoutZeroBytes).pipe(z.string().trim().max(200)).catch("").default(""),
  show: z.enum(["active", "archived"]).catch("active").default("active"),
  environment: z.enum(environments).optional().catch(undefined),
  after: z.string().max(1000).catch("").default(""),
});
export type CredentialFilter = z.infer<typeof credentialFilter>;

/** The query that `credentialFilter` reads back as the same filter. */
export function writeCredentialFilter({ q, show, environment, after }: CredentialFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (q !== "") query.set("q", q);
  if (show !== "active") query.set("show", show);
  if (environment !== undefined) query.set("environment", environment);
  if (after !== "") query.set("after", after);
  return query;
}

/**
 * Where to go after signing in or confirming, when a link or form says so: a path of our own. Everything
 * else, and the pages that would lead back here, is the overview.
 */
export function safeNextPath(wanted: unknown, appOrigin: string): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/") || !URL.canParse(wanted, appOrigin)) return "/";
  const url = new URL(wanted, appOrigin);
  if (url.origin !== appOrigin || /^\/(?:sign-in|step-up|setup|api|_next)(?:\/|$)/.test(url.pathname)) {
    return "/";
  }
  // `/./` + `/elsewhere` would be put together to the name of another host.
  return url.pathname.startsWith("//") ? "/" : `${url.pathname}${url.search}`;
}

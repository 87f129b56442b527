interface SentHeaders {
  readonly originHeader: string | null;
  readonly fetchSite: string | null;
}

/**
 * Whether one of our own pages, or the person at the address line, asked for a download: a link sends no
 * `Origin`, and older browsers send no `Sec-Fetch-Site`.
 */
export function isOwnRead({ fetchSite }: Pick<SentHeaders, "fetchSite">): boolean {
  return fetchSite === null || fetchSite === "same-origin" || fetchSite === "none";
}

/**
 * Whether one of our own pages sent this. The browser's `Origin` must be ours to the letter: a missing
 * one is refused, which Next would let pass, and host headers are not asked, which a client can write.
 */
export function isOwnOrigin({ originHeader, fetchSite }: SentHeaders, appOrigin: string): boolean {
  return originHeader === appOrigin && (fetchSite === null || fetchSite === "same-origin");
}

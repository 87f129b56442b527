/**
 * The largest body that is read at all. An import takes far less and says so in its own words; it
 * can only do that when Next lets the body through. Above 10 MB Next would cut it off silently.
 */
export const bodyLimitBytes = 8 * 1024 * 1024;

/** The whole answer to a larger one. */
export const bodyTooLarge =
  "This was more than 8 MB. None of it was read and nothing was changed. Go back and send less.";

/** By what the request says of itself; a body without a length is measured while it is read. */
export function isBodyTooLarge(contentLength: string | null): boolean {
  return contentLength !== null && Number(contentLength) > bodyLimitBytes;
}

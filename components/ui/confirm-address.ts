/** The search parameter that holds which question is open. */
export const confirmKey = "confirm";

/** Opens a question by its address, without asking the server; Back closes it. */
export function showConfirm(id: string): void {
  const url = new URL(window.location.href);
  url.searchParams.set(confirmKey, id);
  window.history.pushState(null, "", url);
}

/** Takes the question out of the address. */
export function hideConfirm(): void {
  const url = new URL(window.location.href);
  url.searchParams.delete(confirmKey);
  window.history.replaceState(null, "", url);
}

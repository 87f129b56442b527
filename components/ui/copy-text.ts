/**
 * Puts text on the clipboard. The clipboard interface exists on HTTPS and localhost only, so a
 * selection is copied elsewhere. False when the browser refuses both.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text);
  }
}

function copySelection(text: string): boolean {
  const carrier = document.createElement("textarea");
  carrier.value = text;
  carrier.readOnly = true;
  carrier.className = "sr-only";
  const focused = document.activeElement;
  document.body.append(carrier);
  carrier.select();
  try {
    return document.execCommand("copy");
  } finally {
    carrier.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}

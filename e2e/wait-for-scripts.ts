import type { Page } from "@playwright/test";

/**
 * Lets `goto` and `reload` of a page end when React has taken it over, as it has for every person who is
 * slower than a program. What is pressed before leads to a page without scripts.
 */
export function waitForScripts(page: Page): void {
  const { goto, reload } = page;
  page.goto = async (...args) => {
    const response = await goto.apply(page, args);
    await page.waitForFunction(isTakenOver);
    return response;
  };
  page.reload = async (...args) => {
    const response = await reload.apply(page, args);
    await page.waitForFunction(isTakenOver);
    return response;
  };
}

/** Runs in the page: whether it has what is drawn by scripts only, in the frame or beside a password. */
function isTakenOver(): boolean {
  if (document.querySelector("form") === null) return true;
  return document.querySelector('input[name="theme"], button[aria-label="Show characters"]') !== null;
}

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

export type Theme = "light" | "dark";
export const themes: readonly Theme[] = ["light", "dark"];

/** The only rules to which a theme makes a difference: the markup is the same in both. */
const rulesOfColour = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds on the page as it stands, one line each; empty when nothing. In the dark theme it looks for
 * what the theme can change: ask in the light one as well.
 */
export async function findViolations(page: Page, theme?: Theme): Promise<readonly string[]> {
  if (theme !== undefined) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
  }
  // There are no frames of other origins, for which the newer mode opens a page at each call.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (theme === "dark" ? axe.withRules(rulesOfColour) : axe).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${new URL(page.url()).pathname} ${id}: ${html.slice(0, 160)}`),
  );
}

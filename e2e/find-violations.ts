import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

export type Theme = "light" | "dark";
export const themes: readonly Theme[] = ["light", "dark"];

/** What axe finds on the page as it stands, one line each; empty when nothing. */
export async function findViolations(page: Page, theme?: Theme): Promise<readonly string[]> {
  if (theme !== undefined) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
  }
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${new URL(page.url()).pathname} ${id}: ${html.slice(0, 160)}`),
  );
}

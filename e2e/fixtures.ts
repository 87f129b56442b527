import { type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import type { Role } from "@/lib/auth/permissions";
import { type ControlClient, createControlClient } from "@/sandbox/control-client";
import type { Person } from "./create-person";
import { getProduct } from "./get-product";
import type { Product } from "./launch-product";
import { newOrganization, type Organization } from "./organization";
import { execute } from "./query";
import { openSession, type StoredSession, signIn } from "./sign-in";
import { waitForScripts } from "./wait-for-scripts";
import { type Watch, watchForProblems } from "./watch-for-problems";

interface PerWorker {
  readonly product: Product;
  readonly control: ControlClient;
  /** Shared by the tests of one worker. They keep apart by having credentials of their own. */
  readonly organization: Organization;
  readonly sessions: Map<string, StoredSession>;
}

interface PerTest {
  readonly watch: Watch;
  /** Calls this when the pages of the test are closed: one whose server stops would report that. */
  readonly afterPages: (stop: () => Promise<void>) => void;
  /** A page on which nobody is signed in. */
  readonly openPage: (options?: BrowserContextOptions) => Promise<Page>;
  /**
   * A page of this person, in the session of earlier calls, as if they had signed in just now: do not sign
   * it out.
   */
  readonly openAs: (who: Role | Person, options?: BrowserContextOptions) => Promise<Page>;
  /** A page of this person, with a session of its own. */
  readonly signInAs: (who: Person, options?: BrowserContextOptions) => Promise<Page>;
}

/** No test takes the 5 minutes after which the password is asked for; several in a row do. */
async function freshenSessions(product: Product, { email }: Person): Promise<void> {
  await execute(
    product,
    `UPDATE "Session" SET "steppedUpAt" = now(), "lastSeenAt" = now()
     WHERE "userId" = (SELECT id FROM "User" WHERE email = $1)`,
    [email],
  );
}

/** Fails a test also when a page of it reported an error, a broken policy or a failed hydration. */
export const test = base.extend<PerTest, PerWorker>({
  // Playwright wants a pattern, even where a fixture needs no other.
  product: [async ({ browserName: _ }, use) => use(getProduct()), { scope: "worker" }],
  control: [
    async ({ product }, use) => {
      const control = createControlClient(product.sandboxUrl, product.sandboxControlKey);
      // A busy machine may take longer than the sandbox waits.
      const waitForHeld = (count: number, clientId?: string) =>
        expect(() => control.waitForHeld(count, clientId)).toPass();
      await use({ ...control, waitForHeld });
    },
    { scope: "worker" },
  ],
  organization: [async ({ product }, use) => use(newOrganization(product)), { scope: "worker" }],
  sessions: [async ({ browserName: _ }, use) => use(new Map()), { scope: "worker" }],

  watch: async ({ browserName: _ }, use) => {
    const watch = watchForProblems();
    await use(watch);
    expect(watch.problems()).toEqual([]);
  },
  afterPages: async ({ browserName: _ }, use) => {
    const stops: (() => Promise<void>)[] = [];
    await use((stop) => void stops.push(stop));
    for (const stop of stops.reverse()) await stop();
  },
  // Fixtures end in the reverse order of what they ask for, so that pages close before their servers stop.
  openPage: async ({ browser, watch, afterPages: _ }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      watch.add(context);
      if (options.javaScriptEnabled !== false) context.on("page", waitForScripts);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
  openAs: async ({ openPage, organization, product, sessions }, use) => {
    await use(async (who, options = {}) => {
      const person = typeof who === "string" ? await organization.personOf(who) : who;
      const stored = sessions.get(person.email) ?? (await openSession(openPage, person));
      sessions.set(person.email, stored);
      await freshenSessions(product, person);
      return openPage({ ...options, storageState: stored });
    });
  },
  signInAs: async ({ openPage }, use) => {
    await use(async (person, options = {}) => {
      const page = await openPage(options);
      await signIn(page, person);
      return page;
    });
  },
});

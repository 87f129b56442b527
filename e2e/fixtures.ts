import { type BrowserContextOptions, test as base, type Page } from "@playwright/test";
import type { Role } from "@/lib/auth/permissions";
import { type ControlClient, createControlClient } from "@/sandbox/control-client";
import type { Person } from "./create-person";
import { getProduct } from "./get-product";
import type { Product } from "./launch-product";
import { newOrganization, type Organization } from "./organization";
import { openSession, type StoredSession, signIn } from "./sign-in";
import { type Watch, watchForProblems } from "./watch-for-problems";

interface PerWorker {
  readonly product: Product;
  readonly control: ControlClient;
  /** Shared by the tests of one worker. They keep apart by having credentials of their own. */
  readonly organization: Organization;
  readonly sessions: Map<string, KeptSession>;
}

interface KeptSession {
  readonly stored: StoredSession;
  readonly openedAt: number;
}

/** A session asks for the password again 5 minutes after signing in; no test takes the other two. */
const keptForMs = 3 * 60_000;

interface PerTest {
  readonly watch: Watch;
  /** Calls this when the pages of the test are closed: one whose server stops would report that. */
  readonly afterPages: (stop: () => Promise<void>) => void;
  /** A page on which nobody is signed in. */
  readonly openPage: (options?: BrowserContextOptions) => Promise<Page>;
  /** A page of this person, with the session of earlier calls while it is fresh: do not sign it out. */
  readonly openAs: (who: Role | Person, options?: BrowserContextOptions) => Promise<Page>;
  /** A page of this person, with a session of its own. */
  readonly signInAs: (who: Person, options?: BrowserContextOptions) => Promise<Page>;
}

/** Fails a test also when a page of it reported an error, a broken policy or a failed hydration. */
export const test = base.extend<PerTest, PerWorker>({
  // Playwright wants a pattern, even where a fixture needs no other.
  product: [async ({ browserName: _ }, use) => use(getProduct()), { scope: "worker" }],
  control: [
    async ({ product }, use) => use(createControlClient(product.sandboxUrl, product.sandboxControlKey)),
    { scope: "worker" },
  ],
  organization: [async ({ product }, use) => use(newOrganization(product)), { scope: "worker" }],
  sessions: [async ({ browserName: _ }, use) => use(new Map()), { scope: "worker" }],

  watch: async ({ browserName: _ }, use) => {
    const watch = watchForProblems();
    await use(watch);
    base.expect(watch.problems()).toEqual([]);
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
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
  openAs: async ({ openPage, organization, sessions }, use) => {
    await use(async (who, options = {}) => {
      const person = typeof who === "string" ? await organization.personOf(who) : who;
      const kept = sessions.get(person.email);
      const isFresh = kept !== undefined && Date.now() - kept.openedAt < keptForMs;
      const session = isFresh ? kept : { stored: await openSession(openPage, person), openedAt: Date.now() };
      sessions.set(person.email, session);
      return openPage({ ...options, storageState: session.stored });
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

import { expect, type Page } from "@playwright/test";
import {
  dayBefore,
  type LoggedCredential,
  type LoggedEvent,
  newLoggedCredential,
  readLog,
  readNumbers,
  writeTests,
} from "./audit-log";
import type { Person } from "./create-person";
import { test } from "./fixtures";
import type { Product } from "./launch-product";
import { newOrganization, type Organization } from "./organization";

test.describe.configure({ timeout: 180_000 });

/** One filter: how a person chooses it, how it stands in the address, and what it lets through. */
interface Filter {
  readonly key: string;
  readonly label: string;
  /** What is chosen from the list, or typed. */
  readonly choice: string;
  readonly value: string;
  readonly fits: (event: LoggedEvent) => boolean;
}

interface Stage {
  readonly organization: Organization;
  readonly owner: Person;
  readonly filters: readonly Filter[];
}

/** A log of token tests by two people, of two credentials, on three days. */
async function setStage(product: Product): Promise<Stage> {
  const organization = newOrganization(product);
  const [owner, operator] = [await organization.personOf("owner"), await organization.personOf("operator")];
  const [one, other] = [newLoggedCredential(), newLoggedCredential()];
  const days = [3, 2, 1].map(dayBefore);
  const tests = days.flatMap((day, turn) =>
    [owner, operator].flatMap((person) =>
      [one, other].map((credential) => ({
        day,
        person,
        credential,
        durationMs: 100 + turn,
        isRefused: (person === owner) === (credential === one) && turn > 0,
      })),
    ),
  );
  await writeTests(product, organization, tests);
  const log = await readLog(product, organization);
  return { organization, owner, filters: describeFilters(log, one, operator, days) };
}

function describeFilters(
  log: readonly LoggedEvent[],
  credential: LoggedCredential,
  operator: Person,
  [first = "", second = ""]: readonly string[],
): readonly Filter[] {
  const actorId = log.find(({ actorName }) => actorName === operator.name)?.actorId ?? "";
  const text = credential.name.slice(-6).toUpperCase();
  const hasText = (name: string | null) => (name ?? "").toUpperCase().includes(text);
  return [
    {
      ...{ key: "action", label: "Action", choice: "Token tested", value: "token.tested" },
      fits: ({ action }) => action === "token.tested",
    },
    {
      ...{ key: "credential", label: "Credential", choice: credential.name, value: credential.id },
      fits: ({ targetId }) => targetId === credential.id,
    },
    {
      ...{ key: "actor", label: "Actor", choice: operator.name, value: actorId },
      fits: (event) => event.actorId === actorId,
    },
    {
      ...{ key: "outcome", label: "Outcome", choice: "Failed", value: "failed" },
      fits: ({ outcome }) => outcome === "failed",
    },
    {
      ...{ key: "from", label: "From", choice: second, value: second },
      fits: ({ day }) => day >= second,
    },
    { ...{ key: "to", label: "To", choice: first, value: first }, fits: ({ day }) => day <= first },
    {
      ...{ key: "q", label: "Names", choice: text, value: text },
      fits: ({ actorName, targetName }) => hasText(actorName) || hasText(targetName),
    },
  ];
}

async function choose(page: Page, { label, choice }: Filter): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  if (["From", "To", "Names"].includes(label)) await field.fill(choice);
  else await field.selectOption(choice);
}

async function apply(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Apply filters", exact: true }).click();
}

/** The filters in the address, without those that are left open. */
function readFilters(page: Page): Readonly<Record<string, string>> {
  return Object.fromEntries([...new URL(page.url()).searchParams].filter(([, value]) => value !== ""));
}

async function expectEvents(page: Page, events: readonly LoggedEvent[]): Promise<void> {
  await expect.poll(() => readNumbers(page)).toEqual(events.map(({ seq }) => seq));
}

test("each filter stands in the address, and lasts over a reload, the way back and another reader", async ({
  openAs,
  product,
}) => {
  const { organization, owner, filters } = await setStage(product);
  const page = await openAs(owner);
  const reader = await openAs(await organization.personOf("auditor"), { javaScriptEnabled: false });
  const log = await readLog(product, organization);
  await page.goto("/audit");
  for (const filter of filters) {
    const fitting = log.filter(filter.fits);
    expect(fitting.length, filter.key).toBeGreaterThan(0);
    expect(fitting.length, filter.key).toBeLessThan(log.length);
    await choose(page, filter);
    await apply(page);
    await expect.poll(() => readFilters(page)).toEqual({ [filter.key]: filter.value });
    await expectEvents(page, fitting);
    await page.reload();
    await expectEvents(page, fitting);
    await expect(page.getByLabel(filter.label, { exact: true })).toHaveValue(filter.value);
    await reader.goto(page.url());
    await expectEvents(reader, fitting);
    await page.getByRole("link", { name: "Clear", exact: true }).click();
    await expectEvents(page, log);
    await page.goBack();
    await expectEvents(page, fitting);
    await expect(page.getByLabel(filter.label, { exact: true })).toHaveValue(filter.value);
    await page.goForward();
    await expectEvents(page, log);
  }
});

test("each pair of filters lets through what both do, without any script", async ({ openAs, product }) => {
  const { organization, owner, filters } = await setStage(product);
  const page = await openAs(owner, { javaScriptEnabled: false });
  const log = await readLog(product, organization);
  for (const [index, one] of filters.entries()) {
    for (const other of filters.slice(index + 1)) {
      await page.goto("/audit");
      for (const filter of [one, other]) await choose(page, filter);
      await apply(page);
      expect(readFilters(page)).toEqual({ [one.key]: one.value, [other.key]: other.value });
      await expectEvents(
        page,
        log.filter((event) => one.fits(event) && other.fits(event)),
      );
    }
  }
});

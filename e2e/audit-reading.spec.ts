import { expect, type Locator, type Page } from "@playwright/test";
import { dayBefore, eventRowsOf, newLoggedCredential, readLog, readNumbers, writeTests } from "./audit-log";
import { registerCredential, testToken } from "./credentials";
import { test } from "./fixtures";
import { newOrganization } from "./organization";
import { advanceTo, expectStep, hourMs, press, registerAged } from "./rotation-page";

test("the events of one request lead to each other", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const { id, name } = await registerCredential(page, control);
  await testToken(page);
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "Archived" })).toBeVisible();
  const others = page.getByRole("region", { name: "Same request", exact: true });
  const open = async (action: string, sentence: string) => {
    await page.goto(`/audit?credential=${id}&action=${action}`);
    await eventRowsOf(page).nth(1).getByRole("link").click();
    await expect(page.getByRole("heading", { level: 1, name: /^Event \d/ })).toBeVisible();
    await expect(page.getByRole("main")).toContainText(sentence);
  };

  await open("token.tested", `tested the token of ${name}`);
  await expect(others.getByRole("link")).toHaveText([new RegExp(`asked for a token test of ${name}`)]);
  await others.getByRole("link").click();
  await expect(page.getByRole("main")).toContainText('"action": "token.test_requested"');
  await expect(others.getByRole("link")).toHaveText([new RegExp(`tested the token of ${name}`)]);
  await others.getByRole("link").click();
  await expect(page.getByRole("main")).toContainText('"action": "token.tested"');

  await open("credential.archived", `archived ${name}`);
  await expect(others).toHaveCount(0);
});

const chartName = "Events per day";

function chartOf(page: Page): Locator {
  return page.getByRole("region", { name: chartName, exact: true });
}

interface Figures {
  readonly [column: string]: string;
}

/** The table of a chart: its figures by column, for each day with events, by the day that its link names. */
async function readFigures(region: Locator, caption: string): Promise<Readonly<Record<string, Figures>>> {
  const table = region.getByRole("table", { name: caption, exact: true });
  if (!(await table.isVisible())) await region.getByText("Show as a table", { exact: true }).click();
  await expect(table).toBeVisible();
  const [, ...columns] = await table.getByRole("columnheader").allInnerTexts();
  const days: Record<string, Figures> = {};
  for (const row of (await table.getByRole("row").all()).slice(1)) {
    const href = await row.getByRole("link").getAttribute("href");
    const [, ...figures] = await row.getByRole("cell").allInnerTexts();
    const day = new URLSearchParams(href?.split("?")[1]).get("from") ?? "";
    days[day] = Object.fromEntries(columns.map((column, index) => [column, figures[index] ?? ""]));
  }
  return days;
}

test("the chart counts the events of each day that the filters let through, and a day leads to them", async ({
  openAs,
  product,
}) => {
  const organization = newOrganization(product);
  const owner = await organization.personOf("owner");
  const [chosen, other] = [newLoggedCredential(), newLoggedCredential()];
  const [first, quiet, last] = [4, 3, 2].map(dayBefore);
  const common = { person: owner, credential: chosen, durationMs: 200 };
  await writeTests(product, organization, [
    ...[1, 2, 3].map(() => ({ ...common, day: first ?? "" })),
    { ...common, day: last ?? "", durationMs: 3_000 },
    { ...common, day: last ?? "", durationMs: 3_000, isRefused: true },
    { ...common, day: last ?? "", credential: other },
  ]);
  const page = await openAs(owner);
  const log = await readLog(product, organization);
  const range = `credential=${chosen.id}&from=${first}&to=${last}`;
  await page.goto(`/audit?${range}`);
  const figures = await readFigures(chartOf(page), chartName);
  expect(figures).toMatchObject({
    [first ?? ""]: { Succeeded: "3", "Asked for": "3", Failed: "0" },
    [last ?? ""]: { Succeeded: "1", "Asked for": "2", Failed: "1" },
  });
  expect(Object.keys(figures)).toHaveLength(2);
  expect(Object.keys(figures)).not.toContain(quiet);
  // Answer times are kept in classes, each a fifth wider than the one before.
  for (const [day, column, durationMs] of [
    [first, "p50", 200],
    [first, "p95", 200],
    [last, "p50", 3_000],
  ] as const) {
    const shownMs = readMs(figures[day ?? ""]?.[column]);
    expect(shownMs / durationMs, column).toBeGreaterThan(0.8);
    expect(shownMs / durationMs, column).toBeLessThan(1.25);
  }

  await chartOf(page).getByRole("table").getByRole("row").nth(2).getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`credential=${chosen.id}&from=${last}&to=${last}$`));
  const ofDay = log.filter(({ day, targetId }) => day === last && targetId === chosen.id);
  await expect.poll(() => readNumbers(page)).toEqual(ofDay.map(({ seq }) => seq));

  await page.goto(`/audit?${range}&action=token.tested&outcome=failed`);
  expect(await readFigures(chartOf(page), chartName)).toMatchObject({ [last ?? ""]: { Failed: "1" } });
  await page.goto(`/audit?${range}&q=${chosen.name}`);
  await expect(chartOf(page)).toContainText("it does not follow that filter");
  await page.goto(`/audit?credential=${chosen.id}&from=${quiet}&to=${quiet}`);
  await expect(chartOf(page)).toContainText("No event on this day.");
});

/** "210 ms" or "3.1 s", in milliseconds. */
function readMs(text = ""): number {
  return Number.parseFloat(text.replaceAll(",", "")) * (text.endsWith("ms") ? 1 : 1_000);
}

test("the usage of a credential says who asked for tokens, how that went and why it last failed", async ({
  openAs,
  control,
  organization,
}) => {
  const [owner, operator] = [await organization.personOf("owner"), await organization.personOf("operator")];
  const page = await openAs("owner");
  const { id, client } = await registerCredential(page, control);
  const usage = page.getByRole("region", { name: "Usage", exact: true });
  await page.goto(`/credentials/${id}/activity`);
  await expect(usage).toContainText("Latchkey asked for no token with this credential on these days.");
  await page.goto(`/credentials/${id}`);
  await testToken(page);
  await testToken(page);
  const colleague = await openAs("operator");
  await colleague.goto(`/credentials/${id}`);
  await testToken(colleague);
  await control.putClient(client.clientId, { clientSecrets: [] });
  await testToken(colleague);

  await page.goto(`/credentials/${id}/activity`);
  const people = usage.getByRole("table", { name: "Who asked for tokens", exact: true });
  await expect(people.getByRole("row")).toHaveCount(3);
  for (const [name, figures] of [
    [owner.name, ["2", "2", "0"]],
    [operator.name, ["2", "1", "1"]],
  ] as const) {
    const cells = people.getByRole("row").filter({ hasText: name }).getByRole("cell");
    await expect(cells).toHaveText([name, ...figures, /.+/]);
  }
  await expect(usage).toContainText(`by ${operator.name}: the client secret was refused`);
  const days = Object.values(await readFigures(usage, "Tokens asked for per day"));
  const sum = (column: string) => days.reduce((total, figures) => total + Number(figures[column]), 0);
  expect([sum("Succeeded"), sum("Failed")]).toEqual([3, 1]);
  const secrets = usage.getByRole("table", { name: "Last use of each secret", exact: true });
  await expect(secrets.getByRole("row").nth(1)).toContainText("not asked yet");

  await usage.getByRole("definition").filter({ hasText: operator.name }).getByRole("link").last().click();
  await expect(page.getByRole("main")).toContainText('"outcome": "failed"');
  await page.goto(`/credentials/${id}/activity`);
  await usage.getByText("Show as a table", { exact: true }).click();
  await usage.getByRole("table", { name: "Tokens asked for per day" }).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/audit\?credential=/);
  await expect(eventRowsOf(page).first()).toBeVisible();
});

test("a use that is not Latchkey's own shows beside its own", async ({ openAs, control }) => {
  const page = await openAs("owner");
  const credential = await registerAged(page, control);
  const { id, client, old } = credential;
  await advanceTo(page, credential, "Check last use");
  await control.setSecretTimes(client.clientId, old.uuid, { lastUsedAtMs: Date.now() - 25 * hourMs });
  await press(page, "Check last use");
  await expectStep(page, "Delete old secret");
  await page.goto(`/credentials/${id}/activity`);
  const secrets = page.getByRole("table", { name: "Last use of each secret", exact: true }).getByRole("row");
  await expect(secrets).toHaveCount(3);
  await expect(secrets.filter({ hasText: "previous" })).toContainText("Somebody else");
  await expect(secrets.filter({ hasText: "current" })).toContainText("Latchkey itself");
});

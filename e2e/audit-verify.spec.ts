import { expect, type Locator, type Page } from "@playwright/test";
import { findFreePort } from "@/lib/db/embedded/find-free-port";
import { newLoggedCredential } from "./audit-log";
import { createPerson } from "./create-person";
import { test } from "./fixtures";
import { launchFreshProduct, type Product } from "./launch-product";
import { readOrganizationId } from "./organization";
import { execute } from "./query";
import { signIn } from "./sign-in";
import { writeEvents } from "./write-events";

const eventCount = 6_000;

function proofOf(page: Page): Locator {
  return page.getByRole("region", { name: "Proof", exact: true });
}

async function press(page: Page, name: string): Promise<void> {
  await proofOf(page).getByRole("button", { name, exact: true }).click();
}

/** Makes the database take its time over all but the newest rows of a log, and with it whoever reads them. */
async function slowDown(product: Product): Promise<void> {
  await execute(
    product,
    `CREATE FUNCTION linger(seq BIGINT) RETURNS BOOLEAN LANGUAGE plpgsql VOLATILE COST 1000000 AS $$
     BEGIN
       -- The product waits for 5 seconds.
       IF seq % 25 = 0 AND seq < ${eventCount - 500} AND clock_timestamp() < statement_timestamp() + interval '2 seconds' THEN
         PERFORM pg_sleep(0.1);
       END IF;
       RETURN TRUE;
     END $$;
     CREATE POLICY lingering ON "AuditEvent" USING (linger(seq)) WITH CHECK (TRUE);
     ALTER TABLE "AuditEvent" ENABLE ROW LEVEL SECURITY;
     ANALYZE "AuditEvent"`,
  );
}

async function speedUp(product: Product): Promise<void> {
  await execute(product, `ALTER TABLE "AuditEvent" DISABLE ROW LEVEL SECURITY`);
}

/** As whoever holds the database's own account. */
async function tamper(product: Product, change: string): Promise<void> {
  await execute(
    product,
    `ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL; ${change};
     ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_only_grows"`,
  );
}

test("a long verification shows how far it is, can be cancelled, and names an event that was changed", async ({
  openPage,
  afterPages,
}) => {
  test.setTimeout(240_000);
  const { product, stop } = await launchFreshProduct(await findFreePort());
  afterPages(stop);
  const auditor = await createPerson(product, "auditor", "Blue Harbour");
  const page = await openPage({ baseURL: product.baseUrl });
  await signIn(page, auditor, "/audit");
  const organizationId = await readOrganizationId(product, { name: auditor.organizationName });
  const target = { type: "credential", ...newLoggedCredential() } as const;
  await writeEvents(
    product,
    organizationId,
    Array.from({ length: eventCount }, () => ({
      occurredAt: new Date(),
      origin: { actor: { type: "system" }, requestId: null, address: null },
      draft: { action: "credential.archived", outcome: "succeeded", target, detail: {} },
    })),
  );

  await slowDown(product);
  await page.goto("/audit");
  await press(page, "Verify log");
  const bar = proofOf(page).getByRole("progressbar", { name: "Verifying the log", exact: true });
  await expect.poll(async () => Number(await bar.getAttribute("aria-valuenow"))).toBeGreaterThan(0);
  expect(Number(await bar.getAttribute("aria-valuenow"))).toBeLessThan(100);
  await expect(proofOf(page).getByRole("button", { name: "Verify log", exact: true })).toHaveCount(0);
  await page.reload();
  await expect(bar).toBeVisible();
  await press(page, "Cancel");
  await expect(proofOf(page)).toContainText("The last verification was cancelled.");
  await expect(bar).toHaveCount(0);
  await expect(proofOf(page).getByRole("link", { name: "Its event" })).toHaveCount(0);

  await speedUp(product);
  await press(page, "Verify log");
  await expect(proofOf(page)).toContainText("The log is intact");
  await expect(proofOf(page)).toContainText(/All 6,0\d\d events were as they were signed/);

  for (const [change, seq, clause] of [
    [`SET "targetName" = 'Another' WHERE seq = 4000`, "4,000", "but not its columns targetName"],
    [
      `SET payload = replace(payload, 'archived', 'restored') WHERE seq = 3000`,
      "3,000",
      "what it says is not what was signed",
    ],
  ] as const) {
    await tamper(product, `UPDATE "AuditEvent" ${change} AND "organizationId" = '${organizationId}'`);
    await press(page, "Verify log");
    await expect(proofOf(page)).toContainText(`Event ${seq}: the log was tampered with`);
    await expect(proofOf(page)).toContainText(clause);
  }
  await proofOf(page).getByRole("link", { name: "Its event" }).click();
  await expect(page.getByRole("main")).toContainText('"kind": "edited"');
});

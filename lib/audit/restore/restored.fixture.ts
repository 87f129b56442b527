import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { keepReceipt, makeTipReceipt } from "@/lib/audit/receipts/keep-receipt";
import { recordMany } from "@/lib/audit/record-many.fixture";
import { readEvents } from "@/lib/auth/account.fixture";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import { takeBackup } from "./backup.fixture";

/** For tests: a folder for receipts, empty at the start of each test, where no alarm stands then. */
export function openReceiptsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-receipts-"));
  beforeAll(() => {
    process.env.RECEIPTS_FILE = join(folder, "receipts-one.ndjson");
  });
  beforeEach(async () => {
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    await getDb().logAlarm.deleteMany();
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** For tests: keeps a receipt of the newest event. */
export async function keepTip(chain: OrganizationId): Promise<void> {
  const made = await makeTipReceipt(chain);
  if (!made.ok) throw new Error(made.failure);
  await keepReceipt(made.value);
}

/** For tests: adds events to a log, and keeps a receipt of the last. */
export async function addEvents(chain: OrganizationId, count: number): Promise<void> {
  await recordMany(chain, count);
  await keepTip(chain);
}

/** For tests: a log of four events that lost five more; gives what puts it back once more. */
export async function makeRestored() {
  const context = await makeActContext("owner");
  const { organizationId } = context.viewer;
  await addEvents(organizationId, 4);
  const putBack = await takeBackup();
  await addEvents(organizationId, 5);
  await putBack();
  return { context, organizationId, putBack };
}

/** For tests: how often, and with what, a chain says that it was put back. */
export async function findings(chain: OrganizationId) {
  const events = await readEvents(chain);
  return events.filter(({ action }) => action === "log.restore_found");
}

/**
 * An app that does nothing but write events, for tests that kill it: eight writers, each event in a
 * transaction of its own. What the database has acknowledged is printed as `organization seq hash`. It ends
 * with the database.
 */

import { inTransaction } from "@/lib/db/transaction";
import { organizationIdSchema } from "@/lib/ids";
import { makeDraft, makeOrigin } from "./chain.fixture";
import { recordEvent } from "./record-event";

const writers = 8;
const chains = process.argv.slice(2).map((id) => organizationIdSchema.parse(id));

async function write(first: number): Promise<never> {
  for (let turn = first; ; turn += 1) {
    const chain = chains[turn % chains.length];
    if (chain === undefined) throw new Error("Name the organizations to write for.");
    const place = await inTransaction((tx) => recordEvent(tx, chain, makeOrigin(), makeDraft()));
    process.stdout.write(`${chain} ${place.seq} ${Buffer.from(place.hash).toString("hex")}\n`);
  }
}

// Standard output is a pipe, which Node writes to at once: whatever is killed has said what it said.
await Promise.all(Array.from({ length: writers }, (_, index) => write(index))).catch(() => process.exit(3));

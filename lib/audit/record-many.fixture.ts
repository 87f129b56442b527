import { inTransaction } from "@/lib/db/transaction";
import type { OrganizationId } from "@/lib/ids";
import { makeDraft, makeOrigin } from "./chain.fixture";
import type { EventDraft } from "./event";
import { recordEvent } from "./record-event";

/** For tests: so many events in the log of an organization. */
export async function recordMany(
  organizationId: OrganizationId,
  count: number,
  draft: () => EventDraft = makeDraft,
): Promise<void> {
  for (let done = 0; done < count; done += 200) {
    await inTransaction(async (tx) => {
      for (let more = done; more < Math.min(done + 200, count); more += 1) {
        await recordEvent(tx, organizationId, makeOrigin(), draft());
      }
    });
  }
}

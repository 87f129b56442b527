import { expect, test } from "vitest";
import { makeDraft, makeOrigin } from "@/lib/audit/chain.fixture";
import { recordEvent } from "@/lib/audit/record-event";
import { inTransaction } from "@/lib/db/transaction";
import { newOrganizationId, newRequestId, type OrganizationId } from "@/lib/ids";
import { listRequestEvents } from "./list-request-events";

function record(organizationId: OrganizationId, requestId: string | null, count: number) {
  const origin = { ...makeOrigin("Ann Lee"), requestId };
  return inTransaction(async (tx) => {
    const recorded = [];
    for (let done = 0; done < count; done += 1) {
      recorded.push(await recordEvent(tx, organizationId, origin, makeDraft()));
    }
    return recorded;
  });
}

test("all events of a request are listed in their order, and nobody else's", async () => {
  const [acme, other] = [newOrganizationId(), newOrganizationId()];
  const requestId = newRequestId();
  await record(acme, newRequestId(), 1);
  const [first] = await record(acme, requestId, 2);
  await record(acme, null, 1);
  await record(acme, requestId, 1);
  await record(other, requestId, 1);
  const events = await listRequestEvents(acme, requestId);
  expect(events.map(({ seq }) => seq)).toEqual([2, 3, 5]);
  expect(events[0]).toMatchObject({ id: first?.id, description: { actor: "Ann Lee", phrase: "archived" } });
});

test("the event that is open is left out", async () => {
  const acme = newOrganizationId();
  const requestId = newRequestId();
  const [, open] = await record(acme, requestId, 3);
  const events = await listRequestEvents(acme, requestId, open?.id);
  expect(events.map(({ seq }) => seq)).toEqual([1, 3]);
});

test("a hundred events of a request are listed at most", async () => {
  const acme = newOrganizationId();
  const requestId = newRequestId();
  await record(acme, requestId, 103);
  const events = await listRequestEvents(acme, requestId);
  expect([events.length, events.at(-1)?.seq]).toEqual([100, 100]);
});

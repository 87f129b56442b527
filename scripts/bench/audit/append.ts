import { randomUUID } from "node:crypto";
import { getAuditKey } from "@/lib/audit/audit-key";
import type { EventDraft } from "@/lib/audit/event";
import { recordEvent } from "@/lib/audit/record-event";
import { readChain } from "@/lib/audit/verification/read-chain";
import { verifyChain } from "@/lib/audit/verification/verify-chain";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { inTransaction } from "@/lib/db/transaction";
import { enter, type RoundPlan, spreadOf, takeTurns } from "@/scripts/bench/measure";
import type { Stage } from "@/scripts/bench/stage";
import { Refusal } from "@/scripts/explain-problem.mjs";
import { type Disk, openDisk } from "./disk";
import { aim, type Line, showRate } from "./line";
import { openPlainEvents, type PlainEvents } from "./plain-events";

export type AppendPlan = RoundPlan & {
  readonly writers: number;
  readonly organizations: number;
  readonly roundMs: number;
  readonly diskWritesPerRound: number;
};

/** Events appended by many writers at once, to one chain and to several. */
export async function measureAppend(
  stage: Stage,
  plan: AppendPlan,
  stop: AbortSignal,
): Promise<readonly Line[]> {
  const contexts = await Promise.all(Array.from({ length: plan.organizations }, () => makeActContext()));
  const plain = await openPlainEvents(stage, plan.writers, makeDraft());
  const disk = await openDisk(stage.folder);
  try {
    const lines = [
      ...(await measureChains(contexts.slice(0, 1), { plain, disk }, plan, stop)),
      ...(await measureChains(contexts, { plain, disk }, plan, stop)),
    ];
    for (const context of contexts) await refuseBrokenChain(context);
    return lines;
  } finally {
    await disk.close();
    await plain.close();
  }
}

async function measureChains(
  contexts: readonly ActContext[],
  { plain, disk }: { readonly plain: PlainEvents; readonly disk: Disk },
  plan: AppendPlan,
  stop: AbortSignal,
): Promise<readonly Line[]> {
  const perSecond = (append: (context: ActContext) => Promise<unknown>) =>
    enter(() => appendsPerSecond(plan, contexts, append));
  const recorded = perSecond(appendEvent);
  const locked = perSecond(({ viewer }) => plain.appendLocked(viewer.organizationId));
  const inserted = perSecond(({ viewer }) => plain.insert(viewer.organizationId));
  const written = enter(() => disk.writesPerSecond(plan.diskWritesPerRound));
  await takeTurns([recorded, locked, inserted, written], plan, stop);
  const median = ({ figures }: { readonly figures: readonly number[] }) => spreadOf(figures, "higher").median;
  const ours = median(recorded);
  const places = contexts.length === 1 ? "1 organization" : `${contexts.length} organizations`;
  const measure = `append, ${plan.writers} writers, ${places}`;
  const besides = (what: string, theirs: number): Line => ({
    measure,
    result: showRate(ours),
    reference: `${showRate(theirs)}, ${what}`,
    ratio: ours / theirs,
  });
  const lockedRate = median(locked);
  return [
    {
      ...besides("bare pg: same lock, tail, insert and counts", lockedRate),
      aims: [aim(ours, "higher", 1_000, " per s"), aim(ours / lockedRate, "higher", 0.8, "×")],
    },
    besides("bare pg: insert alone", median(inserted)),
    // Commits of one chain cannot share a write, so this is a ceiling for them.
    ...(contexts.length === 1 ? [besides("disk: 8 KiB and fdatasync", median(written))] : []),
  ];
}

/** Each writer goes on until time is up; what is begun by then is ended and counts. */
async function appendsPerSecond(
  { writers, roundMs }: AppendPlan,
  contexts: readonly ActContext[],
  append: (context: ActContext) => Promise<unknown>,
): Promise<number> {
  const startedMs = performance.now();
  let appended = 0;
  const write = async (context: ActContext) => {
    while (performance.now() - startedMs < roundMs) {
      await append(context);
      appended += 1;
    }
  };
  const all = Array.from({ length: writers }, (_, writer) => contexts[writer % contexts.length]);
  await Promise.all(all.map((context) => (context === undefined ? undefined : write(context))));
  return (appended * 1_000) / (performance.now() - startedMs);
}

/** As many as an organization has; more would be names that the log has never seen, each a row more. */
const credentials = Array.from({ length: 100 }, () => randomUUID());

/** The largest event there is, alone in its transaction. */
function appendEvent({ viewer, origin }: ActContext): Promise<unknown> {
  return inTransaction((tx) => recordEvent(tx, viewer.organizationId, origin, makeDraft()));
}

function makeDraft(): EventDraft {
  const scopes = ["openid", "AdobeID", "read_organizations"];
  return {
    action: "token.tested",
    outcome: "succeeded",
    target: { type: "credential", id: pickCredential(), name: "Asset importer" },
    detail: {
      testId: randomUUID(),
      fingerprint: "0f1e2d3c",
      durationMs: 212,
      tries: 1,
      failureCode: null,
      httpStatus: 200,
      debugId: randomUUID(),
      tokenFingerprint: "4b5a6978",
      expiresAt: "2026-11-23T10:11:12.013Z",
      requestedScopes: scopes,
      grantedScopes: scopes,
    },
  };
}

function pickCredential(): string {
  const id = credentials[Math.floor(Math.random() * credentials.length)];
  if (id === undefined) throw new Error("There are no credentials.");
  return id;
}

/** Fast and wrong would be no figure. */
async function refuseBrokenChain({ viewer }: ActContext): Promise<void> {
  const { kid, publicKey } = getAuditKey();
  const pages = readChain(viewer.organizationId);
  const verdict = await verifyChain(viewer.organizationId, pages, new Map([[kid, publicKey]]));
  if (verdict.kind !== "intact") throw new Refusal("The chain that was measured does not verify.");
}

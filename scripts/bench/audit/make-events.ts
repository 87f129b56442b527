import { randomUUID } from "node:crypto";
import type { AuditKey } from "@/lib/audit/audit-key";
import { type AuditRow, buildLink, type ChainTip, genesisOf } from "@/lib/audit/chain";
import type { EventDraft, EventOrigin, EventTarget } from "@/lib/audit/event";
import { newCredentialId, newRequestId, newUserId, type OrganizationId } from "@/lib/ids";
import { createRandom, type Random } from "./random";

/** Who and what occurs in a log that was made for measuring; the first ones most often. */
export interface Cast {
  readonly credentials: readonly EventTarget[];
  readonly people: readonly EventTarget[];
}

export const dayMs = 24 * 60 * 60 * 1_000;
export const daysOfLog = 400;

const areas = [
  "Asset",
  "Campaign",
  "Catalogue",
  "Checkout",
  "Payments",
  "Profile",
  "Report",
  "Stock",
  "Sync",
];
const uses = ["importer", "export", "mirror", "scheduler", "webhook", "nightly job", "dashboard"];
const givenNames = ["Ann", "Bo", "Chidi", "Dana", "Emre", "Fatima", "Goran", "Hana", "Ivo", "Jun"];
const familyNames = ["Lee", "Kim"];
const scopes = ["openid", "AdobeID", "read_organizations", "additional_info.projectedProductContext"];

export function makeCast(): Cast {
  return {
    credentials: Array.from({ length: 100 }, (_, index) => ({
      type: "credential",
      id: newCredentialId(),
      name: `${areas[index % areas.length]} ${uses[index % uses.length]} ${index + 1}`,
    })),
    people: Array.from({ length: 20 }, (_, index) => ({
      type: "user",
      id: newUserId(),
      name: `${givenNames[index % givenNames.length]} ${familyNames[index % familyNames.length]} ${index + 1}`,
    })),
  };
}

/**
 * A genuine chain of so many events, chained, hashed and signed, spread evenly over 400 days up to now. Most
 * are token tests of a few credentials; what is rare in life is rare here.
 */
export function* makeEvents(
  organizationId: OrganizationId,
  count: number,
  { credentials, people }: Cast,
  key: AuditKey,
): Generator<AuditRow> {
  const random = createRandom(count);
  const endMs = Date.now();
  const stepMs = (daysOfLog * dayMs) / count;
  let tip: ChainTip = genesisOf(organizationId);
  let acts: (readonly [EventOrigin, EventDraft])[] = [];
  for (let made = 1; made <= count; made += 1) {
    if (acts.length === 0) {
      acts = makeActs(random, random.pickSkewed(credentials), random.pickSkewed(people));
    }
    const [act, ...later] = acts;
    if (act === undefined) throw new Error("An act has no event.");
    acts = later;
    const occurredAt = new Date(endMs - (count - made) * stepMs);
    const row = buildLink({ organizationId, tip, occurredAt }, ...act, key);
    yield row;
    tip = row;
  }
}

/** The events of one request. */
function makeActs(
  random: Random,
  credential: EventTarget,
  person: EventTarget,
): (readonly [EventOrigin, EventDraft])[] {
  const requestId = newRequestId();
  const origin: EventOrigin = {
    actor: { type: "user", id: person.id, name: person.name },
    requestId,
    address: "198.51.100.7",
  };
  const chance = random.next();
  if (chance < 0.8) return makeTokenTest(random, credential).map((draft) => [origin, draft] as const);
  if (chance < 0.95) return [[origin, makeSessionEvent(random, person)]];
  if (chance < 0.97) {
    const nobody: EventOrigin = { ...origin, actor: { type: "anonymous" } };
    const detail = { count: 1, accountKnown: true };
    return [[nobody, { action: "session.refused", outcome: "denied", target: person, detail }]];
  }
  return [[origin, makeRareEvent(random, credential)]];
}

function makeTokenTest(random: Random, target: EventTarget): EventDraft[] {
  const fingerprint = Math.floor(random.next() * 2 ** 32)
    .toString(16)
    .padStart(8, "0");
  const [testId, requestedScopes] = [randomUUID(), scopes];
  const isGood = random.next() < 0.97;
  return [
    {
      action: "token.test_requested",
      outcome: "requested",
      target,
      detail: { testId, fingerprint, requestedScopes },
    },
    {
      action: "token.tested",
      outcome: isGood ? "succeeded" : "failed",
      target,
      detail: {
        testId,
        fingerprint,
        durationMs: Math.round(80 * 20 ** random.next()),
        tries: 1,
        failureCode: isGood ? null : "client_secret_refused",
        httpStatus: isGood ? 200 : 401,
        debugId: null,
        tokenFingerprint: isGood ? fingerprint : null,
        expiresAt: null,
        requestedScopes,
        grantedScopes: isGood ? scopes : null,
      },
    },
  ];
}

function makeSessionEvent(random: Random, target: EventTarget): EventDraft {
  const [outcome, chance] = ["succeeded", random.next()] as const;
  if (chance < 0.5) return { action: "session.started", outcome, target, detail: {} };
  if (chance < 0.9) return { action: "session.ended", outcome, target, detail: { reason: "signed_out" } };
  return { action: "session.stepped_up", outcome, target, detail: {} };
}

function makeRareEvent(random: Random, target: EventTarget): EventDraft {
  const [outcome, chance] = ["succeeded", random.next()] as const;
  if (chance < 0.7) {
    return { action: "credential.edited", outcome, target, detail: { changed: ["notes"], version: 2 } };
  }
  if (chance < 0.95) {
    const detail = { attempted: "secret.delete", reason: "role", count: 1 } as const;
    return { action: "access.denied", outcome: "denied", target, detail };
  }
  if (chance < 0.99) return { action: "credential.archived", outcome, target, detail: {} };
  return { action: "credential.restored", outcome, target, detail: {} };
}

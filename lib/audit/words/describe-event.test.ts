import { describe, expect, test } from "vitest";
import type { EventActor, EventTarget } from "@/lib/audit/event";
import { makeDraftPerAction } from "@/lib/audit/event.fixture";
import { adobeFailureCodes } from "@/lib/failure";
import { describeEvent } from "./describe-event";
import { actionNames } from "./event-words";
import type { makeRotationDrafts } from "./rotation-event.fixture";
import { ann, annId, sayEvent } from "./say-event.fixture";

const annAsTarget: EventTarget = { type: "user", id: annId, name: "Ann Lee" };
const drafts = makeDraftPerAction();

describe("every action is a plain sentence", () => {
  const fingerprint = drafts["secret.stored"].detail.fingerprint;
  const replaced = drafts["secret.stored"].detail.replaces;
  const { fingerprint: key } = drafts["key.stored"].detail;
  /** Those of a rotation have a test of their own. */
  type Action = Exclude<keyof typeof drafts, keyof ReturnType<typeof makeRotationDrafts>>;
  const sentences: Record<Action, string> = {
    "organization.created": "*Ann Lee* created the organization *Acme Retail* | - | Done (good)",
    "user.created": "*Ann Lee* created an account for *Bo Kim* | role: admin | Done (good)",
    "session.started": "*Ann Lee* signed in | - | Done (good)",
    "session.refused": "*Ann Lee* could not sign in as *Bo Kim* | 3 tries | Refused (bad)",
    "session.throttled":
      "*Ann Lee* was held back from signing in | 1 try · no such account | Held back (attend)",
    "session.ended": "*Ann Lee* signed out | - | Done (good)",
    "session.stepped_up": "*Ann Lee* confirmed their password | - | Done (good)",
    "session.step_up_refused":
      "*Ann Lee* gave a wrong password when asked to confirm it | 2 tries | Refused (bad)",
    "credential.registered":
      "*Ann Lee* registered *Payments export* | production · client ID client-of-a-test · 3 scopes | Done (good)",
    "credential.edited":
      "*Ann Lee* edited *Payments export* | name, scopes and notes · version 4 | Done (good)",
    "credential.archived": "*Ann Lee* archived *Payments export* | - | Done (good)",
    "credential.restored": "*Ann Lee* restored *Payments export* | - | Done (good)",
    "credential.deleted":
      "*Ann Lee* deleted *Payments export* | for ever · client ID client-of-a-test · 1 stored secret erased | Done (good)",
    "credential.scopes_approved":
      "*Ann Lee* approved the scopes of *Payments export* | 3 scopes · new: AdobeID, read_organizations · no longer: read_profile | Done (good)",
    "credential.scopes_drifted":
      "*Ann Lee* found other scopes granted than approved for *Payments export* | lost: openid · gained: read_profile | Drift (attend)",
    "secret.stored": `*Ann Lee* replaced the client secret of *Payments export* | fingerprint ${fingerprint}, before ${replaced} | Done (good)`,
    "secret.exported": `*Ann Lee* saw the client secret of *Payments export* | secret ${drafts["secret.exported"].detail.fingerprint} | Done (good)`,
    "key.stored": `*Ann Lee* stored the private key of *Payments export* | key ${key} · certificate until 2027-03-01 | Done (good)`,
    "key.destroyed": `*Ann Lee* destroyed the private key of *Payments export* | key ${key} | Done (good)`,
    "migration.started": "*Ann Lee* started the migration from JWT of *Payments export* | - | Done (good)",
    "migration.use_typed":
      "*Ann Lee* typed the last use that the Developer Console shows for *Payments export* | JWT used 2026-11-20 10:11 UTC · OAuth never used | Done (good)",
    "migration.cancelled":
      "*Ann Lee* cancelled the migration from JWT of *Payments export* | - | Done (good)",
    "migration.finished": `*Ann Lee* finished the migration from JWT of *Payments export* | key ${key} destroyed | Done (good)`,
    "import.started": "*Ann Lee* started an import into *Acme Retail* | 12 credentials | Asked (attend)",
    "import.finished":
      "*Ann Lee* finished an import into *Acme Retail* | 9 registered · 1 secret replaced · 2 not taken in | Done (good)",
    "token.inspected": `*Ann Lee* inspected a pasted token of *Payments export* | token ${key} | Done (good)`,
    "token.validate_requested": `*Ann Lee* asked Adobe about the validity of a token of *Payments export* | token ${key} | Asked (attend)`,
    "token.validated": `*Ann Lee* learned the validity of a token of *Payments export* | token ${key} · 90 ms | Valid (good)`,
    "token.revealed": `*Ann Lee* saw an access token of *Payments export* | token ${key} | Done (good)`,
    "probe.requested":
      "*Ann Lee* asked for a probe of *Payments export* | user-management · usermanagement.adobe.io | Asked (attend)",
    "probe.answered":
      "*Ann Lee* probed the access of *Payments export* | user-management · status 200 · 140 ms | Access (good)",
    "profile.read_requested":
      "*Ann Lee* asked Adobe for the product profiles of *Payments export* | - | Asked (attend)",
    "profile.read":
      "*Ann Lee* read the product profiles of *Payments export* | 3 profiles · 120 ms | Done (good)",
    "token.test_requested": `*Ann Lee* asked for a token test of *Payments export* | 3 scopes · secret ${drafts["token.test_requested"].detail.fingerprint} | Asked (attend)`,
    "token.tested": "*Ann Lee* tested the token of *Payments export* | 212 ms · 3 of 3 scopes | Works (good)",
    "profile.noted":
      "*Ann Lee* noted a product profile of *Payments export* | Analytics: Europe, read only | Done (good)",
    "profile.edited":
      "*Ann Lee* edited the note of a product profile of *Payments export* | Analytics: Europe, read only | Done (good)",
    "profile.removed":
      "*Ann Lee* removed the note of a product profile of *Payments export* | Analytics: Europe, read only | Done (good)",
    "log.exported":
      "*Ann Lee* exported the log of *Acme Retail* | NDJSON · events 1 to 48,210 · filtered by action and names | Done (good)",
    "log.verified":
      "*Ann Lee* verified the log of *Acme Retail* | events 1 to 48,210 · the receipt of event 48,200 agrees | Intact (good)",
    "log.retention_set":
      "*Ann Lee* set how long the log is kept for *Acme Retail* | 730 days · before 400 days | Done (good)",
    "log.sealed":
      "*Ann Lee* sealed the oldest events of *Acme Retail* | events 1 to 4,821 are in an export, and may be removed here | Done (good)",
    "log.restore_found":
      "*Ann Lee* found an older log than its receipts tell of in *Acme Retail* | event 48,210 had a receipt, events up to 48,100 agree, the log ended at 48,150 · 2 sessions ended | Restored (bad)",
    "log.restore_acknowledged":
      "*Ann Lee* acknowledged the restore of *Acme Retail* | receipts of events 48,101 to 48,210 no longer count | Done (good)",
    "access.denied":
      "*Ann Lee* tried to edit a credential: *Payments export* | their role may not | Refused (bad)",
  };

  test.each(Object.entries(sentences))("%s", (action, sentence) => {
    const draft = Object.values(drafts).find((each) => each.action === action);
    expect(draft && sayEvent(draft)).toBe(sentence);
  });
});

describe("the second line says what is worth knowing", () => {
  test("a bad event is named with what is wrong", () => {
    const draft = drafts["log.verified"];
    const find = (finding: Partial<NonNullable<typeof draft.detail.finding>>) =>
      sayEvent({
        ...draft,
        outcome: "failed",
        detail: { ...draft.detail, finding: { seq: 7, kind: "edited", columns: [], kid: null, ...finding } },
      });
    const begin = "*Ann Lee* verified the log of *Acme Retail* | event 7:";
    expect(find({})).toBe(`${begin} what it says is not what was signed | Tampered (bad)`);
    expect(find({ kind: "columns_differ", columns: ["outcome"] })).toBe(
      `${begin} what it says was signed, but not its columns outcome | Tampered (bad)`,
    );
    expect(find({ kind: "unknown_key", kid: "audit-2" })).toBe(
      `${begin} it names the key audit-2, which is not known here | Cannot tell (attend)`,
    );
  });

  test("an export of the whole log names no filter", () => {
    const draft = drafts["log.exported"];
    const detail = { ...draft.detail, filterKeys: [] };
    expect(sayEvent({ ...draft, detail })).toContain("| NDJSON · events 1 to 48,210 |");
  });

  test("a restore found in the instance's own log names none", () => {
    const draft = { ...drafts["log.restore_found"], target: null };
    expect(sayEvent(draft, { type: "system" })).toMatch(
      /^\*Latchkey\* found an older log than its receipts tell of \| event 48,210 had a receipt/,
    );
  });

  const { detail } = drafts["token.tested"];

  test("a refused secret is told in words", () => {
    const failed = { ...drafts["token.tested"], outcome: "failed" } as const;
    const refused = {
      ...detail,
      failureCode: "client_secret_refused",
      tries: 2,
      grantedScopes: null,
    } as const;
    expect(sayEvent({ ...failed, detail: refused })).toBe(
      "*Ann Lee* tested the token of *Payments export* | the client secret was refused · 212 ms · 2 tries | Fails (bad)",
    );
  });

  test("every failure of Adobe has its clause", () => {
    for (const failureCode of adobeFailureCodes) {
      const failed = {
        ...drafts["token.tested"],
        outcome: "failed",
        detail: { ...detail, failureCode },
      } as const;
      const { facts } = describeEvent({ ...failed, actor: ann });
      expect(facts).toMatch(/^[A-Za-z].+ · 212 ms$/);
      expect(facts).not.toContain("_");
    }
  });

  test("scopes that were asked for and not granted call for attention", () => {
    const fewer = { ...detail, grantedScopes: ["openid", "extra"] };
    expect(sayEvent({ ...drafts["token.tested"], detail: fewer })).toContain(
      "212 ms · 1 of 3 scopes | Fewer scopes (attend)",
    );
  });

  test("a token that cannot be read says nothing about scopes", () => {
    const opaque = { ...detail, grantedScopes: null };
    expect(sayEvent({ ...drafts["token.tested"], detail: opaque })).toContain("| 212 ms | Works (good)");
  });

  test("one of a kind is not plural", () => {
    const requested = drafts["token.test_requested"];
    const one = { ...requested, detail: { ...requested.detail, requestedScopes: ["openid"] } };
    expect(sayEvent(one)).toContain("| 1 scope ·");
    const edited = drafts["credential.edited"];
    expect(sayEvent({ ...edited, detail: { changed: ["notes"], version: 2 } })).toContain(
      "| notes · version 2 |",
    );
  });

  test("a first secret replaces nothing", () => {
    const stored = drafts["secret.stored"];
    expect(sayEvent({ ...stored, detail: { ...stored.detail, replaces: null } })).toContain(
      "stored the client secret of",
    );
  });
});

describe("people are named as what they were in the act", () => {
  const system: EventActor = { type: "system" };
  const anonymous: EventActor = { type: "anonymous" };

  test("nobody who proved who they are", () => {
    expect(sayEvent(drafts["session.refused"], anonymous)).toBe(
      "*Somebody* could not sign in as *Bo Kim* | 3 tries | Refused (bad)",
    );
    expect(sayEvent({ ...drafts["session.refused"], target: null }, anonymous)).toContain(
      "*Somebody* could not sign in |",
    );
  });

  test("Latchkey itself", () => {
    expect(sayEvent(drafts["organization.created"], system)).toContain("*Latchkey* created the organization");
    expect(sayEvent({ ...drafts["session.ended"], detail: { reason: "idle" } }, system)).toBe(
      "*Latchkey* signed out *Bo Kim* | 30 minutes without activity | Done (good)",
    );
  });

  test("somebody who was signed out by what they did elsewhere", () => {
    expect(
      sayEvent({ ...drafts["session.ended"], target: annAsTarget, detail: { reason: "replaced" } }),
    ).toContain("*Ann Lee* was signed out |");
  });

  test("the first owner, who makes their own account", () => {
    const own = { ...drafts["user.created"], target: annAsTarget, detail: { role: "owner" } } as const;
    expect(sayEvent(own)).toBe("*Ann Lee* created their own account | role: owner | Done (good)");
  });

  test("an attempt without a name of its own is shown as it is called", () => {
    const denied = drafts["access.denied"];
    const odd = {
      ...denied,
      target: null,
      detail: { attempted: "auth.callback", reason: "foreign_origin", count: 4 },
    } as const;
    expect(sayEvent(odd, anonymous)).toBe(
      "*Somebody* was stopped | auth.callback · the request came from another site · 4 times | Refused (bad)",
    );
  });
});

test("every action can be chosen by name, and no two names are alike", () => {
  expect(Object.keys(actionNames).sort()).toEqual(Object.keys(drafts).sort());
  expect(new Set(Object.values(actionNames)).size).toBe(Object.keys(drafts).length);
});

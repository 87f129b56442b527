import { describe, expect, test } from "vitest";
import type { EventDraft, EventTarget } from "@/lib/audit/event";
import { newCredentialId } from "@/lib/ids";
import { makeRotationDrafts } from "./rotation-event.fixture";
import { sayEvent } from "./say-event.fixture";

const credential: EventTarget = { type: "credential", id: newCredentialId(), name: "Payments export" };
const drafts = makeRotationDrafts(credential);

const { fingerprint, replaces } = drafts["secret.promoted"].detail;
const secretId = drafts["secret.adopted"].detail.adobeSecretId;
const shortId = `${secretId.slice(0, 6)}…${secretId.slice(-4)}`;

describe("every action of a rotation is a plain sentence", () => {
  const sentences: Record<keyof typeof drafts, string> = {
    "consumer.added": "*Ann Lee* added a consumer to *Payments export* | Nightly export | Done (good)",
    "consumer.edited": "*Ann Lee* edited a consumer of *Payments export* | Nightly export | Done (good)",
    "consumer.removed": "*Ann Lee* removed a consumer from *Payments export* | Nightly export | Done (good)",
    "consumer.confirmed":
      "*Ann Lee* confirmed that a consumer has the new secret of *Payments export* | Nightly export | Done (good)",
    "consumer.unconfirmed":
      "*Ann Lee* took back that a consumer has the new secret of *Payments export* | Nightly export | Done (good)",
    "rotation.started": `*Ann Lee* started a rotation of *Payments export* | quiet time 24 hours · secret ${replaces} | Asked (attend)`,
    "rotation.emergency_declared":
      "*Ann Lee* declared an emergency in the rotation of *Payments export* | quiet time skipped | Done (good)",
    "rotation.bound": `*Ann Lee* found which of Adobe's secrets is the current one of *Payments export* | Adobe's ID ${shortId} · 1 secret at Adobe | Done (good)`,
    "secret.add_requested":
      "*Ann Lee* asked Adobe for a second secret for *Payments export* | - | Asked (attend)",
    "secret.added": `*Ann Lee* added a second secret to *Payments export* | fingerprint ${fingerprint} · Adobe's ID ${shortId} | Done (good)`,
    "secret.pasted": `*Ann Lee* pasted a new secret for *Payments export* | fingerprint ${fingerprint} | Done (good)`,
    "secret.adopt_requested": `*Ann Lee* asked to adopt a pasted secret for *Payments export* | fingerprint ${fingerprint} · Adobe's ID ${shortId} | Asked (attend)`,
    "secret.adopted": `*Ann Lee* adopted a pasted secret for *Payments export* | fingerprint ${fingerprint} · Adobe's ID ${shortId} | Done (good)`,
    "secret.verify_requested": `*Ann Lee* asked to verify the new secret of *Payments export* | fingerprint ${fingerprint} | Asked (attend)`,
    "secret.verified": `*Ann Lee* verified the new secret of *Payments export* | fingerprint ${fingerprint} · 4200 ms · 3 tries | Done (good)`,
    "secret.revealed": `*Ann Lee* was shown the new secret of *Payments export* | fingerprint ${fingerprint} | Done (good)`,
    "secret.promoted": `*Ann Lee* promoted the new secret of *Payments export* | fingerprint ${fingerprint}, before ${replaces} | Done (good)`,
    "secret.put_back": `*Ann Lee* put back the old secret of *Payments export* | fingerprint ${replaces}, before ${fingerprint} | Done (good)`,
    "secret.use_check_requested":
      "*Ann Lee* asked Adobe for the last use of the secrets of *Payments export* | - | Asked (attend)",
    "secret.use_checked": `*Ann Lee* checked the last use of the secrets of *Payments export* | ${shortId} last used 2026-11-22 10:11 UTC by Latchkey | Done (good)`,
    "secret.use_typed": `*Ann Lee* typed the last use of a secret of *Payments export* | fingerprint ${fingerprint} · never used | Done (good)`,
    "secret.delete_requested": `*Ann Lee* asked to delete the old secret of *Payments export* | Adobe's ID ${shortId} | Asked (attend)`,
    "secret.deleted": `*Ann Lee* deleted the old secret of *Payments export* | Adobe's ID ${shortId} | Done (good)`,
    "rotation.find_out_requested":
      "*Ann Lee* asked what happened in the rotation of *Payments export* | left unfinished: add a second secret | Asked (attend)",
    "rotation.found_out": `*Ann Lee* found out what happened in the rotation of *Payments export* | left unfinished: add a second secret · one new secret is at Adobe · ${shortId} | Done (good)`,
    "rotation.cancelled": "*Ann Lee* cancelled the rotation of *Payments export* | - | Done (good)",
    "rotation.finished": `*Ann Lee* finished the rotation of *Payments export* | fingerprint ${fingerprint}, before ${replaces} · old secret last used 2026-11-21 08:00 UTC | Done (good)`,
    "token.invalidate_requested":
      "*Ann Lee* asked to end tokens of the old secret of *Payments export* | 2 tokens | Asked (attend)",
    "token.invalidated":
      "*Ann Lee* ended tokens of the old secret of *Payments export* | 2 tokens | Done (good)",
  };

  test.each(Object.values(drafts))("$action", (draft) => {
    expect(sayEvent(draft)).toBe(sentences[draft.action]);
  });
});

describe("an act that failed says so, and why", () => {
  const failed = { outcome: "failed" } as const;
  const timedOut = { failureCode: "timed_out" } as const;

  test.each([
    ["rotation.bound", "could not tell which of Adobe's secrets is the current one of"],
    ["secret.adopted", "could not adopt a pasted secret for"],
    ["secret.verified", "could not verify the new secret of"],
    ["secret.use_checked", "could not check the last use of the secrets of"],
    ["rotation.found_out", "could not find out what happened in the rotation of"],
    ["token.invalidated", "tried to end tokens of the old secret of"],
  ] as const)("%s", (action, phrase) => {
    const said = sayWith(action, timedOut, failed);
    expect(said).toContain(`*Ann Lee* ${phrase} *Payments export*`);
    expect(said).toContain("there was no answer in time");
    expect(said).toMatch(/\| Failed \(bad\)$/);
  });

  test("secret.put_back, asked for and not done", () => {
    const requested = { outcome: "requested" } as const;
    expect(sayWith("secret.put_back", {}, requested)).toMatch(/asked to put back .*\| Asked \(attend\)$/);
    expect(sayWith("secret.put_back", {}, failed)).toMatch(/could not put back .*\| Failed \(bad\)$/);
  });

  test.each(["secret.added", "secret.deleted"] as const)("%s without effect", (action) => {
    const said = sayWith(action, { failureCode: "throttled", effect: "none" }, failed);
    expect(said).toContain("*Ann Lee* tried to ");
    expect(said).toContain("Adobe asked for fewer requests | Failed (bad)");
  });

  test.each(["secret.added", "secret.deleted"] as const)("%s that was never sent", (action) => {
    expect(sayWith(action, { failureCode: null, effect: "none" }, failed)).toContain(
      "nothing was changed at Adobe | Failed (bad)",
    );
  });

  test.each(["secret.added", "secret.deleted"] as const)("%s with an effect nobody knows", (action) => {
    const said = sayWith(action, { ...timedOut, effect: "unknown" }, failed);
    expect(said).toContain("*Ann Lee* tried to ");
    expect(said).toContain(
      "there was no answer in time · nobody knows whether Adobe did it | Unclear (attend)",
    );
  });
});

test("a verification that was stopped is not a failure of the secret", () => {
  const said = sayWith("secret.verified", { failureCode: "cancelled" }, { outcome: "failed" });
  expect(said).toMatch(/\| Cancelled \(attend\)$/);
});

test("a key that could not be opened leaves nothing unclear", () => {
  const unread = { adobeSecretId: null, secretCount: null };
  expect(sayWith("rotation.bound", unread, { outcome: "failed" })).toMatch(/\| - \| Failed \(bad\)$/);
});

describe("the second line of a rotation says what is worth knowing", () => {
  test("an emergency by hand", () => {
    expect(sayWith("rotation.started", { isEmergency: true, mode: "manual" })).toBe(
      `*Ann Lee* started an emergency rotation of *Payments export* | by hand in the Developer Console · quiet time skipped · secret ${replaces} | Asked (attend)`,
    );
  });

  test("a rotation by hand knows none of Adobe's ids", () => {
    expect(sayWith("rotation.bound", { adobeSecretId: null, secretCount: null })).toBe(
      "*Ann Lee* opened the rotation by hand of *Payments export* | - | Done (good)",
    );
    expect(sayWith("secret.deleted", { adobeSecretId: null })).toContain("*Payments export* | - | Done");
  });

  test("a list that does not tell is unclear, and the person who decides is named", () => {
    const unsaid = { adobeSecretId: null, secretCount: 2 };
    expect(sayWith("rotation.bound", unsaid, { outcome: "failed" })).toContain(
      "| 2 secrets at Adobe | Unclear (attend)",
    );
    expect(sayWith("rotation.bound", { isChosen: true, secretCount: 2 })).toContain(
      "*Ann Lee* said which of Adobe's secrets is the current one of",
    );
    expect(sayWith("rotation.found_out", { finding: "unclear" })).toMatch(/\| Unclear \(attend\)$/);
  });

  test("an owner's reason for not waiting is shown as it was typed", () => {
    const overrideReason = "Leaked in a ticket; Kim agreed.";
    expect(sayWith("secret.delete_requested", { overrideReason })).toContain(
      `| Adobe's ID ${shortId} · not waited, because: ${overrideReason} | Asked`,
    );
  });

  test.each([
    ["old", "the old secret"],
    ["new", "the new secret"],
    ["unknown", "an unknown secret"],
  ] as const)("a deletion tells %s", (purpose, words) => {
    expect(sayWith("secret.delete_requested", { purpose })).toContain(`asked to delete ${words} of`);
    expect(sayWith("secret.deleted", { purpose })).toContain(`deleted ${words} of`);
  });

  test("a secret that was gone before it was deleted", () => {
    expect(sayWith("secret.deleted", { purpose: "new", effect: "none" })).toContain(
      `deleted the new secret of *Payments export* | Adobe's ID ${shortId} · Adobe did not have it any more | Done`,
    );
  });

  test("what a cancelled rotation leaves at Adobe", () => {
    const other = "0123456789abcdef".repeat(2);
    expect(sayWith("rotation.cancelled", { leftAtAdobe: [secretId, other] })).toContain(
      `| left at Adobe: ${shortId} and 012345…cdef |`,
    );
  });

  test("an unfinished act without a name of its own is shown as it is called", () => {
    expect(
      sayWith("rotation.found_out", { act: "creating", finding: "nothing_new", adobeSecretIds: [] }),
    ).toContain("| left unfinished: creating · nothing was made at Adobe |");
  });
});

function sayWith<A extends keyof typeof drafts>(
  action: A,
  detail: Partial<(typeof drafts)[A]["detail"]>,
  over: { readonly outcome?: "failed" | "requested" } = {},
): string {
  const draft = drafts[action];
  return sayEvent({ ...draft, ...over, detail: { ...draft.detail, ...detail } } as EventDraft);
}

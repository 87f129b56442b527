import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { newOrganizationId, sessionIdSchema } from "@/lib/ids";
import { dropPastesOfSession, findHeldPaste, holdPaste, type PasteHolder } from "./held-pastes";

const startMs = Date.now();
const at = (minutes: number) => ({ now: () => new Date(startMs + minutes * 60_000) });
const nothing = { entries: [], unread: [] };

function newHolder(): PasteHolder {
  return {
    sessionId: sessionIdSchema.parse(randomBytes(32).toString("hex")),
    organizationId: newOrganizationId(),
  };
}

test("a paste is found by the session and organization that read it, and by no other", () => {
  const holder = newHolder();
  const id = holdPaste(holder, nothing, at(0));
  expect(findHeldPaste(holder, id, at(9))).toEqual(nothing);
  expect(findHeldPaste({ ...holder, sessionId: newHolder().sessionId }, id, at(9))).toBeNull();
  expect(findHeldPaste({ ...holder, organizationId: newOrganizationId() }, id, at(9))).toBeNull();
});

test("a paste is gone after ten minutes", () => {
  const holder = newHolder();
  const id = holdPaste(holder, nothing, at(0));
  expect(findHeldPaste(holder, id, at(10))).toBeNull();
});

test("a session keeps its five newest pastes, and none once it ends", () => {
  const [holder, another] = [newHolder(), newHolder()];
  const theirs = holdPaste(another, nothing, at(0));
  const ids = Array.from({ length: 6 }, () => holdPaste(holder, nothing, at(0)));
  expect(ids.map((id) => findHeldPaste(holder, id, at(1)) !== null)).toEqual([false, ...Array(5).fill(true)]);
  dropPastesOfSession(holder.sessionId);
  expect(ids.every((id) => findHeldPaste(holder, id, at(1)) === null)).toBe(true);
  expect(findHeldPaste(another, theirs, at(1))).toEqual(nothing);
});

import { randomBytes, randomUUID } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { Secret } from "@/lib/secret";
import { generateKeyRing, parseKeyRing } from "./key-ring";
import { open, seal } from "./sealed-value";

function newRing() {
  const read = parseKeyRing(generateKeyRing());
  if (!read.ok) throw new Error(read.failure);
  return read.value;
}

function newContext() {
  return { table: "ClientSecret", rowId: randomUUID(), organizationId: randomUUID(), field: "sealed" };
}

function watchLog() {
  return vi.spyOn(process.stdout, "write").mockReturnValue(true);
}

afterEach(() => {
  vi.restoreAllMocks();
});

test("every refusal looks the same to callers, and the log says which it was", async () => {
  const ring = newRing();
  const context = newContext();
  const text = randomBytes(24).toString("base64url");
  const { sealed, kid } = await seal(new Secret(text), context, ring);
  const cases = [
    { attempt: () => open(sealed, context, newRing()), logged: { kind: "unknown_key", kid } },
    { attempt: () => open(sealed, { ...context, rowId: randomUUID() }, ring), logged: { kind: "tampered" } },
    { attempt: () => open(text, context, ring), logged: { kind: "malformed" } },
  ];
  for (const { attempt, logged } of cases) {
    const write = watchLog();
    expect(await attempt()).toEqual({ ok: false, failure: { kind: "cannot_open" } });
    const line = String(write.mock.calls[0]?.[0]);
    expect(JSON.parse(line)).toMatchObject({ event: "sealing.cannot_open", ...logged });
    expect(line).not.toContain(text);
    write.mockRestore();
  }
});

test("opening what is right writes nothing", async () => {
  const ring = newRing();
  const context = newContext();
  const { sealed } = await seal(new Secret("as it was"), context, ring);
  const write = watchLog();
  const opened = await open(sealed, context, ring);
  expect(opened.ok && opened.value.reveal()).toBe("as it was");
  expect(write).not.toHaveBeenCalled();
});

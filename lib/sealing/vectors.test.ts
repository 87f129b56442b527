import { describe, expect, test } from "vitest";
import { openEnvelope } from "./envelope";
import { parseKeyRing } from "./key-ring";
import vectors from "./vectors.json" with { type: "json" };

const read = parseKeyRing(JSON.stringify(vectors.keyRing));
if (!read.ok) throw new Error(read.failure);
const ring = read.value;

describe("what was sealed by an earlier version still opens", () => {
  test("there are 20 vectors", () => {
    expect(vectors.valid).toHaveLength(20);
  });

  test.each(vectors.valid)("$name", async ({ sealed, context, plaintext }) => {
    const opened = await openEnvelope(sealed, context, ring);
    expect(opened.ok && opened.value.reveal()).toBe(plaintext);
  });
});

describe("what was never validly sealed does not open", () => {
  test("there are 60 vectors", () => {
    expect(vectors.malformed).toHaveLength(60);
  });

  test.each(vectors.malformed)("$name", async ({ sealed, context, kind }) => {
    expect(await openEnvelope(sealed, context, ring)).toMatchObject({ ok: false, failure: { kind } });
  });
});

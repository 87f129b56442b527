import { hash } from "@node-rs/argon2";
import { expect, test } from "vitest";
import { Secret } from "@/lib/secret";
import { hashCost, hashPassword, verifyPassword } from "./passwords";

const password = new Secret("plum river nine");

async function hashOf(secret: Secret): Promise<string> {
  const hashed = await hashPassword(secret);
  if (!hashed.ok) throw new Error("There was no room.");
  return hashed.value;
}

async function verdict(stored: string | null, secret: Secret): Promise<string> {
  const verified = await verifyPassword(stored, secret);
  return verified.ok ? verified.value : verified.failure.kind;
}

test("a stored hash is Argon2id with 64 MiB, three passes and one lane, salted anew each time", async () => {
  const first = await hashOf(password);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await hashOf(password)).not.toBe(first);
});

test("the right password matches and every other differs", async () => {
  const stored = await hashOf(password);
  expect(await verdict(stored, password)).toBe("matches");
  expect(await verdict(stored, new Secret("plum river Nine"))).toBe("differs");
  expect(await verdict(stored, new Secret(""))).toBe("differs");
});

test("the last of many characters counts: nothing is cut off", async () => {
  const start = "plum river nine ".repeat(7);
  const stored = await hashOf(new Secret(`${start}a`));
  expect(await verdict(stored, new Secret(`${start}a`))).toBe("matches");
  expect(await verdict(stored, new Secret(`${start}b`))).toBe("differs");
});

test("é typed as one character or as two is the same password", async () => {
  const spellings = ["plum rivi\u00e9re nine", "plum rivie\u0301re nine"].map((text) => new Secret(text));
  for (const chosen of spellings) {
    const stored = await hashOf(chosen);
    for (const typed of spellings) expect(await verdict(stored, typed)).toBe("matches");
  }
});

test("nobody of that name, an unreadable hash and an endless password get the answer of a wrong one", async () => {
  expect(await verdict(null, password)).toBe("differs");
  expect(await verdict("$argon2id$not a hash", password)).toBe("differs");
  expect(await verdict(await hashOf(password), new Secret("x".repeat(100_000)))).toBe("differs");
});

test("a hash made with other parameters matches and is due for renewal", async () => {
  for (const other of [{ timeCost: 2 }, { memoryCost: 19_456 }, { algorithm: 1 }]) {
    const stored = await hash(password.reveal(), { ...hashCost, ...other });
    expect(await verdict(stored, password)).toBe("outdated");
  }
});

test("of a crowd some are turned away at once and nobody gets a wrong answer", async () => {
  const stored = await hashOf(password);
  const verdicts = await Promise.all(Array.from({ length: 40 }, () => verdict(stored, password)));
  expect(verdicts.filter((one) => one === "matches")).toHaveLength(34);
  expect(verdicts.filter((one) => one === "busy")).toHaveLength(6);
});

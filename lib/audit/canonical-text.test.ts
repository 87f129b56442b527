import { describe, expect, test } from "vitest";
import { canonicalJson } from "./canonical-json";
import { isCanonicalText } from "./canonical-text";

/** What is promised, the slow way. */
function isWritten(text: string, value: unknown): boolean {
  try {
    return canonicalJson(value) === text;
  } catch {
    return false;
  }
}

function isFound(text: string, value: unknown): boolean {
  try {
    return isCanonicalText(text, JSON.parse(text), value);
  } catch {
    return false;
  }
}

const texts = [
  "{}",
  "[]",
  "null",
  '{"a":1,"b":[true,null,"x"],"c":{"d":-7}}',
  '{"b":1,"a":2}',
  '{"a":{"y":1,"x":2}}',
  '[{"b":1,"a":2}]',
  '{"a":1,"a":1}',
  '{"a": 1}',
  '{"a":1} ',
  '{"a":1.0}',
  '{"a":1.5}',
  '{"a":1e2}',
  '{"a":-0}',
  '{"a":0}',
  '{"a":9007199254740991}',
  '{"a":9007199254740992}',
  '{"10":1,"2":2}',
  '{"2":2,"10":1}',
  '{"a":"\\u0041"}',
  '{"a":"\\u001f"}',
  '{"a":"\\u001F"}',
  '{"a":"\\u0000"}',
  '{"a":"\\ud83d"}',
  '{"a":"\\ud83d\\udd11"}',
  '{"a":"\ud83d"}',
  '{"a":"\u{1f511}"}',
  '{"a":"\\\\u0000"}',
  '{"a":"\\/"}',
  '{"a":"/\\n\\t\\"\\\\\u2028\u007f"}',
  '{"":1,"a":2}',
  '{"a":2,"":1}',
  '{"\u{1f511}":1,"\uffff":2}',
  '{"\uffff":2,"\u{1f511}":1}',
  '{"__proto__":{},"a":1}',
];

test.each(texts)("%j is canonical when it would be written so", (text) => {
  expect(isFound(text, JSON.parse(text))).toBe(isWritten(text, JSON.parse(text)));
});

test("about half of these texts are canonical", () => {
  const canonical = texts.filter((text) => isFound(text, JSON.parse(text)));
  expect(canonical.length).toBeGreaterThan(texts.length / 3);
  expect(canonical.length).toBeLessThan((texts.length * 2) / 3);
});

describe("a text whose meaning a schema changed is not canonical", () => {
  test.each<[string, unknown]>([
    ['{"a":1}', {}],
    ['{"a":1}', { a: 2 }],
    ['{"a":1}', { a: "1" }],
    ['{"a":1}', { b: 1 }],
    ['{"a":1}', { a: 1, b: 2 }],
    ['{"a":[1]}', { a: [1, 2] }],
    ['{"a":[1,2]}', { a: [1] }],
    ['{"a":[]}', { a: {} }],
    ['{"a":{}}', { a: [] }],
    ['{"a":null}', { a: {} }],
    ['{"a":{}}', { a: null }],
    ['{"id":"AB"}', { id: "ab" }],
    ['{"toString":{}}', {}],
    ['{"__proto__":{}}', { a: 1 }],
  ])("%s", (text, value) => {
    expect(isFound(text, value)).toBe(false);
    expect(isWritten(text, value)).toBe(false);
  });
});

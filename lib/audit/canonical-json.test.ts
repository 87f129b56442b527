import { describe, expect, test } from "vitest";
import { canonicalJson } from "./canonical-json";

describe("canonical text as RFC 8785 defines it", () => {
  test("members are ordered by UTF-16 code units (§3.2.3)", () => {
    const value = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    const names = Object.values(
      JSON.parse(
        `[${canonicalJson(value)
          .match(/:"[^"]*"/g)
          ?.map((hit) => hit.slice(1))}]`,
      ),
    );
    expect(names).toEqual([
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
  });

  test("characters are escaped only where they must be (§3.2.2.2)", () => {
    const text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/";
    expect(canonicalJson(text)).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
    expect(canonicalJson("\b\t\n\f\r\u001f\u007f\u2028")).toBe('"\\b\\t\\n\\f\\r\\u001f\u007f\u2028"');
  });

  test("text is kept as given, not normalised", () => {
    expect(canonicalJson({ composed: "\u00c5", decomposed: "A\u030a" })).toBe(
      '{"composed":"\u00c5","decomposed":"A\u030a"}',
    );
  });

  test("there is no white space, lists keep their order, inner objects are ordered too", () => {
    expect(canonicalJson({ b: [3, 1, { z: null, a: true }], a: {} })).toBe(
      '{"a":{},"b":[3,1,{"a":true,"z":null}]}',
    );
  });

  test("names that look like numbers are ordered as text", () => {
    expect(canonicalJson({ 10: 1, 9: 2, 1: 3 })).toBe('{"1":3,"10":1,"9":2}');
  });

  test("whole numbers are written plainly up to the largest safe one", () => {
    expect(canonicalJson([0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])).toBe(
      "[0,-1,9007199254740991,-9007199254740991]",
    );
  });
});

describe("what would not come back as it went in is refused", () => {
  test.each<[string, unknown]>([
    ["a fraction", 1.5],
    ["an unsafe integer", 2 ** 53],
    ["minus zero", -0],
    ["not a number", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["a bigint", 1n],
    ["undefined", undefined],
    ["undefined in an object", { a: undefined }],
    ["a hole in a list", new Array(1)],
    ["a date", new Date(0)],
    ["a map", new Map()],
    ["bytes", new Uint8Array(1)],
    [
      "an object that serialises itself",
      new (class {
        toJSON() {
          return "x";
        }
      })(),
    ],
    ["a function", () => 0],
    ["a symbol", Symbol("x")],
    ["a lone high surrogate", "a\ud800b"],
    ["a lone low surrogate", "\udc00"],
    ["surrogates in the wrong order", "\udc00\ud800"],
    ["a zero byte", "a\0b"],
    ["a zero byte in a name", { "a\0": 1 }],
    ["a lone surrogate in a name", { "\ud800": 1 }],
  ])("%s", (_, value) => {
    expect(() => canonicalJson({ deep: [value] })).toThrow(TypeError);
  });

  test("the error names the place and not the text", () => {
    expect(() => canonicalJson({ target: { name: "half a \ud83d" } })).toThrow(
      "payload.target.name is not well-formed Unicode.",
    );
  });
});

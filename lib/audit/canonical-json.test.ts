import fc from "fast-check";
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

describe("the kinds of cases that implementations of RFC 8785 are compared by", () => {
  test.each<[string, string, string]>([
    [
      "arrays: elements keep their order, whatever they are",
      '[ 56 , {"d":true,"10":null,"1":[ ] } ]',
      '[56,{"1":[],"10":null,"d":true}]',
    ],
    [
      "french: members are ordered by code units, not as a language orders them",
      '{"p\u00eache":"1","p\u00e9ch\u00e9":"2","peach":"3","p\u00e9che":"4","sin":"5"}',
      '{"peach":"3","p\u00e9che":"4","p\u00e9ch\u00e9":"2","p\u00eache":"1","sin":"5"}',
    ],
    [
      "structures: every level is ordered by itself, and the empty name comes first",
      '{"1":{"f":{"f":"hi","F":5},"\\n":56},"10":{},"":"empty","a":{},"111":[{"e":"yes","E":"no"}],"A":{}}',
      '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}',
    ],
    [
      "unicode: what looks the same stays two texts",
      '{"A\u030a":"decomposed","\u00c5":"composed"}',
      '{"A\u030a":"decomposed","\u00c5":"composed"}',
    ],
    [
      "values: whole numbers, text with escapes, and the three words",
      '{"numbers":[4.50e1,1E3,0.2e1,-0.5e1],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
      '{"literals":[null,true,false],"numbers":[45,1000,2,-5],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ],
    [
      "weird: controls, markup and what lies beyond the first plane, as names and as values",
      '{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude02":5,"\\u0080":6,"\\u00f6":7,"</script>":8,"\\u007f":"\\u0001\\u2029"}',
      '{"\\r":2,"1":4,"</script>":8,"\u007f":"\\u0001\u2029","\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude02":5,"\ufb33":3}',
    ],
  ])("%s", (_, given, canonical) => {
    expect(canonicalJson(JSON.parse(given))).toBe(canonical);
    expect(canonicalJson(JSON.parse(canonical))).toBe(canonical);
  });

  test("of the numbers of its Appendix B, the whole ones are written as it says, and every other one is refused", () => {
    const written: readonly [string, string | null][] = [
      ["0000000000000000", "0"],
      ["8000000000000000", null],
      ["0000000000000001", null],
      ["8000000000000001", null],
      ["7fefffffffffffff", null],
      ["ffefffffffffffff", null],
      ["4340000000000000", null],
      ["c340000000000000", null],
      ["433fffffffffffff", "9007199254740991"],
      ["c33fffffffffffff", "-9007199254740991"],
      ["4430000000000000", null],
      ["7fffffffffffffff", null],
      ["7ff0000000000000", null],
      ["44b52d02c7e14af5", null],
      ["444b1ae4d6e2ef50", null],
      ["3eb0c6f7a0b5ed8d", null],
      ["41b3de4355555555", null],
      ["41b3de4350000000", "333333328"],
    ];
    for (const [bits, text] of written) {
      const value = Buffer.from(bits, "hex").readDoubleBE();
      if (text === null) expect(() => canonicalJson(value), bits).toThrow("not a safe integer");
      else expect(canonicalJson(value), bits).toBe(text);
    }
  });
});

describe("whatever is given", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "",
      "__proto__",
      "constructor",
      "1",
      "10",
      "9",
      "\u00e9",
      "e\u0301",
      "\u2028",
      "\ud83d\ude00",
    ),
    fc.string({ unit: "binary", maxLength: 4 }).map((text) => text.replaceAll("\0", "")),
  );
  const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.oneof(word, fc.maxSafeInteger(), fc.constantFrom(null, true, false)),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.array(fc.tuple(word, tie("value")), { maxLength: 4 }).map((members) => Object.fromEntries(members)),
    ),
  }));

  /** The text by the shortest reading of the RFC, for values without fractions. */
  const byTheBook = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(byTheBook).join(",")}]`;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${byTheBook(inner)}`).join(",")}}`;
  };

  test("100,000 values: the text says the value, is the only one, and reading and writing it changes nothing", () => {
    let different = 0;
    const tryValue = fc.property(anyValue, (value) => {
      const text = canonicalJson(value);
      if (text !== byTheBook(value)) throw new Error("It is not the text of the RFC.");
      if (canonicalJson(JSON.parse(text)) !== text) throw new Error("Reading and writing it changed it.");
      if (text.length > 2) different += 1;
    });
    fc.assert(tryValue, { numRuns: 100_000 });
    expect(different).toBeGreaterThan(50_000);
  }, 120_000);
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
    ["a member named toJSON", { toJSON: 1, a: 2 }],
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

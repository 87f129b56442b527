import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addressOf,
  aioContextOf,
  aioEnvOf,
  aioFileOf,
  curlOf,
  detailsOf,
  downloadOf,
  envOf,
  integrationOf,
  makeWritten,
  otherIntegration,
  workspaceOf,
} from "@/lib/imports/formats/written.fixture";
import { makeImportEntry } from "./import-entry";
import { readImportTexts } from "./read-import-texts";

const [first, second] = [makeWritten(), makeWritten()];

/** What JSON formats say, before it is written down. */
const documents: readonly unknown[] = [
  downloadOf(first),
  workspaceOf(first, [integrationOf(first), otherIntegration("service"), integrationOf(second)]),
  workspaceOf(first, [integrationOf(first, "oauth_server_to_server_migrate")]),
  aioFileOf(first, [first, second]),
  { ims: { contexts: { shop: aioContextOf(first), other: aioContextOf(second) } } },
  [downloadOf(first), workspaceOf(second, [integrationOf(second)])],
  {
    clientId: first.clientId,
    clientSecret: first.clientSecrets[0],
    scopes: first.scopes,
    orgId: first.imsOrgId,
  },
];

const texts: readonly string[] = [
  envOf(first, "IMS_"),
  `${envOf(first, "IMS_", "_1")}\n${envOf(second, "IMS_", "_2")}`,
  envOf(first, "OAUTHS2S_"),
  aioEnvOf(first),
  curlOf(first),
  detailsOf(first),
  addressOf(first),
];

const oddText = fc.oneof(
  fc.constantFrom(
    "",
    "\0",
    "\uD800",
    "\u202E",
    "`",
    "'",
    '"',
    "\\",
    "${",
    "<x>",
    "\r\n",
    "=",
    "__proto__",
    "constructor",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ maxLength: 12 }),
);
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.constantFrom(null, true, 0, -1, 1.5, 1e21, [], {}, [[]], [null], { client_id: {} }),
);

type Change =
  | { readonly kind: "drop" | "nest" | "double" | "wrap"; readonly at: number }
  | { readonly kind: "retype"; readonly at: number; readonly value: unknown }
  | { readonly kind: "rename"; readonly at: number; readonly name: string };

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constantFrom("drop", "nest", "double", "wrap"), at: fc.nat(200) }),
  fc.record({ kind: fc.constant("retype"), at: fc.nat(200), value: oddValue }),
  fc.record({ kind: fc.constant("rename"), at: fc.nat(200), name: oddText }),
);

/** The value with one change at the place that is reached when `at` members have been passed. */
function applyChange(value: unknown, made: Change): unknown {
  let passed = 0;
  const visit = (inner: unknown): unknown => {
    if (Array.isArray(inner))
      return inner.flatMap((item: unknown) => visitMember("", item).map(([, kept]) => kept));
    if (inner === null || typeof inner !== "object") return inner;
    return Object.fromEntries(Object.entries(inner).flatMap(([name, item]) => visitMember(name, item)));
  };
  const visitMember = (name: string, item: unknown): [string, unknown][] => {
    const isHere = passed === made.at;
    passed += 1;
    if (!isHere) return [[name, visit(item)]];
    switch (made.kind) {
      case "drop":
        return [];
      case "nest":
        return [[name, { [name]: item }]];
      case "wrap":
        return [[name, [item]]];
      case "double":
        return [
          [name, item],
          [`${name}_2`, item],
        ];
      case "retype":
        return [[name, made.value]];
      default:
        return [[made.name, item]];
    }
  };
  return visit(value);
}

const mutatedJson = fc
  .tuple(fc.constantFrom(...documents), fc.array(change, { maxLength: 4 }), fc.constantFrom(0, 2))
  .map(
    ([document, changes, indent]) =>
      JSON.stringify(changes.reduce(applyChange, document), null, indent) ?? "",
  );

const textChange = fc.record({ at: fc.nat(600), length: fc.nat(30), put: oddText });

const mutatedText = fc
  .tuple(fc.oneof(fc.constantFrom(...texts), mutatedJson), fc.array(textChange, { maxLength: 3 }))
  .map(([text, changes]) =>
    changes.reduce((now, { at, length, put }) => now.slice(0, at) + put + now.slice(at + length), text),
  );

const mutated = fc.oneof(mutatedJson, mutatedText);

/** Whatever stands in a file that nobody else may see. */
const secrets = [...first.clientSecrets, ...second.clientSecrets];
const identifiers = [first, second].flatMap(({ clientId, imsOrgId, name, technicalAccountId }) => [
  clientId,
  imsOrgId,
  name,
  technicalAccountId,
]);

test("of 100,000 damaged files none throws, none gives half a credential, and no sentence quotes any", () => {
  let complete = 0;
  fc.assert(
    fc.property(mutated, (text) => {
      const read = readImportTexts([{ fileName: null, text }]);
      const sentences = read.ok ? read.value.unread.map(({ sentence }) => sentence) : [read.failure];
      for (const found of read.ok ? read.value.found : []) {
        const entry = makeImportEntry(found);
        sentences.push(found.summary, entry.obstacle?.sentence ?? "");
        if (entry.obstacle !== null) continue;
        const { clientId, clientSecrets, scopeCount, name } = entry;
        const isWhole = clientId !== "" && clientSecrets.length > 0 && scopeCount > 0 && name !== "";
        if (!isWhole) throw new Error("half a credential");
        complete += 1;
      }
      const said = sentences.join("\n");
      for (const value of [...secrets, ...identifiers]) if (said.includes(value)) throw new Error("quoted");
    }),
    { numRuns: 100_000 },
  );
  expect(complete).toBeGreaterThan(10_000);
}, 120_000);

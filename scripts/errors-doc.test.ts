import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { adobeFailureCodes } from "@/lib/failure";
import { writeErrorsDoc } from "./errors-doc";

const doc = writeErrorsDoc();

test("docs/errors.md says what the tables say; npm run docs:errors writes it", () => {
  expect(readFileSync(new URL("../docs/errors.md", import.meta.url), "utf8")).toBe(doc);
});

test.each(adobeFailureCodes)("%s is told with its answer, causes, next step and source", (code) => {
  const section = doc.split("\n### ").find((one) => one.includes(`\nCode \`${code}\`\n`));
  expect(section).toMatch(/\n- Answer\n {2}- \S/);
  expect(section).toMatch(/\n- Meaning: [A-Z].*\.\n- Causes\n {2}- (Likely|Possible): [A-Z].*\./);
  expect(section).toMatch(/\n- Next step: [A-Z].*\.\n- Source: \S/);
  expect(section).not.toMatch(/undefined|\[object/);
});

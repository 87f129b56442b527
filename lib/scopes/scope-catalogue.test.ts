import { expect, test } from "vitest";
import { groupByProduct, scopeProducts, unknownProduct } from "./scope-catalogue";
import { tidyScopes } from "./tidy-scopes";

const known = scopeProducts.flatMap(({ scopes }) => scopes);

test("every scope stands once, in a spelling that a list of scopes can have", () => {
  const names = known.map(({ scope }) => scope);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(tidyScopes(name)).toEqual({ ok: true, value: [name] });
});

test("every scope has words that can stand in a list, and a source with its time", () => {
  for (const { words, source } of known) {
    expect(words).toMatch(/^[A-Z].*[^.]$/);
    expect(source).toMatch(/20\d\d$/);
  }
});

test("scopes stand under their products, unknown ones last, and none is lost", () => {
  const groups = groupByProduct(["made_up", "adobeio_api", "openid", "read_client_secret"]);
  expect(groups.map(({ product }) => product)).toEqual(["Identity", "I/O Management API", unknownProduct]);
  expect(groups.flatMap(({ scopes }) => scopes)).toEqual([
    "openid",
    "adobeio_api",
    "read_client_secret",
    "made_up",
  ]);
});

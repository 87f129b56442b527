import { expect, test } from "vitest";
import { z } from "zod";
import { asForm, keptValues, readInput } from "./form-input";

const schema = z.strictObject({
  name: z.string().trim().min(1, "Enter a name."),
  notes: z.string().optional(),
  kind: z.enum(["a", "b"], "Choose a kind."),
});

function form(...entries: readonly (readonly [string, string | Blob])[]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

test("what is no form counts as an empty one, and nothing that came in its place is called", () => {
  const called: string[] = [];
  const posing = { getAll: (name: string) => called.push(name), get: (name: string) => called.push(name) };
  for (const sent of [undefined, null, "name=a", { name: "a" }, posing]) {
    expect([...asForm(sent)]).toEqual([]);
    expect(readInput(schema, asForm(sent)).ok).toBe(false);
    expect(keptValues(asForm(sent), ["name"])).toEqual({});
  }
  expect(called).toEqual([]);
  const data = form(["name", "a"]);
  expect(asForm(data)).toBe(data);
});

test("only the fields that the schema names are read", () => {
  const sent = form(
    ["name", " Storefront "],
    ["kind", "a"],
    ["organizationId", "x"],
    ["$ACTION_ID_1", ""],
    ["role", "owner"],
    ["__proto__", "x"],
  );
  expect(readInput(schema, sent)).toEqual({ ok: true, value: { name: "Storefront", kind: "a" } });
});

test("a field that comes twice or as a file is refused, not chosen from", () => {
  for (const extra of [["name", "second"] as const, ["notes", new Blob(["x"])] as const]) {
    const answer = readInput(schema, form(["name", "first"], ["kind", "a"], extra));
    expect(answer).toMatchObject({
      ok: false,
      failure: { kind: "invalid_input", fields: { [extra[0]]: expect.stringMatching(/twice/) } },
    });
  }
});

test("every wrong field is named once, in words, without its value", () => {
  const answer = readInput(schema, form(["kind", "canary"]));
  expect(answer).toEqual({
    ok: false,
    failure: { kind: "invalid_input", fields: { name: "Fill in this field.", kind: "Choose a kind." } },
  });
});

test("what is put back after a failure is what the policy names, and only text", () => {
  const sent = form(["name", " x "], ["password", "canary"], ["file", new Blob(["x"])]);
  expect(keptValues(sent, ["name", "file", "missing"])).toEqual({ name: " x " });
});

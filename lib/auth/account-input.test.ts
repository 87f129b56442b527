import { expect, test } from "vitest";
import { fieldErrors } from "@/lib/field-errors";
import { createOwnerInput, signInInput } from "./account-input";

const owner = {
  token: "x",
  organizationName: "  Acme Tools ",
  name: "Ana Lima",
  email: "Ana@Acme.example",
  password: "plum river nine",
};

test("names are trimmed, addresses spelled one way, and passwords left as typed", () => {
  const parsed = createOwnerInput.parse({ ...owner, password: "  plum river nine  " });
  expect(parsed).toMatchObject({ organizationName: "Acme Tools", email: "ana@acme.example" });
  expect(parsed.password.reveal()).toBe("  plum river nine  ");
});

test("all that is wrong is told at once, in words, without what was typed", () => {
  const parsed = createOwnerInput.safeParse({
    token: "x",
    organizationName: "",
    name: `${"canary ".repeat(40)}`,
    email: "canary",
    password: "canary",
  });
  if (parsed.success) throw new Error("It was accepted.");
  const errors = fieldErrors(parsed.error);
  expect(Object.keys(errors)).toEqual(["organizationName", "name", "email", "password"]);
  expect(JSON.stringify(errors)).not.toContain("canary");
});

test("control characters and half characters are no part of a name", () => {
  for (const name of [
    "Ana\u0000",
    "Ana\nLima",
    "Ana \ud83d",
    "Ana \ufffd",
    "Ana\u001b[31m",
    "Ana\u202eamiL",
  ]) {
    expect(createOwnerInput.safeParse({ ...owner, name }).success).toBe(false);
  }
});

test("signing in takes any password: only choosing one has rules", () => {
  expect(signInInput.safeParse({ email: owner.email, password: "x" }).success).toBe(true);
  expect(signInInput.safeParse({ email: owner.email, password: "" }).success).toBe(false);
});

import { z } from "zod";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import { requiredText, textInput } from "@/lib/text-input";

const noteId = z.uuid("There is no such note.");

const reviewOn = z
  .string()
  .trim()
  .refine(
    (value) => value === "" || isDay(value),
    "Enter a day such as 2027-03-31, or leave the field empty.",
  )
  .transform((value) => (value === "" ? null : new Date(`${value}T00:00:00.000Z`)));

const link = textInput("the address", 500).refine(
  (value) => value === "" || isAdminConsole(value),
  "This is not an address of the Admin Console. Copy it from there: it begins with https://adminconsole.adobe.com/.",
);

const fields = {
  product: requiredText("the product", 200),
  profile: requiredText("the product profile", 200),
  opens: textInput("the text", 2_000, { mayBreakLines: true }),
  askedBy: textInput("the name", 200),
  reason: textInput("the reason", 2_000, { mayBreakLines: true }),
  approvedBy: textInput("the name", 200),
  reviewOn,
  link,
};

export const addProfileInput = z.strictObject({ credentialId: credentialIdInput, ...fields });
export type AddProfileInput = z.infer<typeof addProfileInput>;

export const editProfileInput = addProfileInput.extend({ noteId });
export type EditProfileInput = z.infer<typeof editProfileInput>;

export const removeProfileInput = z.strictObject({ credentialId: credentialIdInput, noteId });
export type RemoveProfileInput = z.infer<typeof removeProfileInput>;

/** Field names that come back to the browser after a failure. */
export const keptProfileFields = Object.keys(fields);

function isDay(text: string): boolean {
  return z.iso.date().safeParse(text).success && text >= "2000-01-01" && text <= "9998-12-31";
}

function isAdminConsole(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    url.protocol === "https:" &&
    url.host === "adminconsole.adobe.com" &&
    url.username === "" &&
    url.password === ""
  );
}

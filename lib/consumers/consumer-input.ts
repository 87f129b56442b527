import { z } from "zod";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import { succeed } from "@/lib/result";
import { tidyScopes } from "@/lib/scopes/tidy-scopes";
import { requiredText, textInput } from "@/lib/text-input";

const consumerId = z.uuid("There is no such consumer.");

const scopes = z.string().transform((value, context) => {
  const tidied = value.trim() === "" ? succeed([]) : tidyScopes(value);
  if (tidied.ok) return tidied.value;
  context.addIssue({ code: "custom", message: tidied.failure });
  return z.NEVER;
});

const fields = {
  system: requiredText("a name for the system", 200),
  owner: textInput("the owner", 200),
  location: textInput("the place of deployment", 500),
  contact: textInput("the contact", 200),
  environment: textInput("the environment", 100),
  redeploy: textInput("the text", 2_000, { mayBreakLines: true }),
  cadence: textInput("the cadence", 100),
  link: textInput("the address", 500).refine(
    (value) => value === "" || URL.parse(value)?.protocol === "https:",
    "This is not an address that begins with https://. Copy the whole address, or leave the field empty.",
  ),
  scopes,
};

export const addConsumerInput = z.strictObject({ credentialId: credentialIdInput, ...fields });
export type AddConsumerInput = z.infer<typeof addConsumerInput>;

export const editConsumerInput = addConsumerInput.extend({ consumerId });
export type EditConsumerInput = z.infer<typeof editConsumerInput>;

export const removeConsumerInput = z.strictObject({ credentialId: credentialIdInput, consumerId });
export type RemoveConsumerInput = z.infer<typeof removeConsumerInput>;

/** Field names that come back to the browser after a failure. */
export const keptConsumerFields = Object.keys(fields);

import { z } from "zod";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import { requiredText, textInput } from "@/lib/text-input";

const consumerId = z.uuid("There is no such consumer.");

const fields = {
  system: requiredText("a name for the system", 200),
  owner: textInput("the owner", 200),
  location: textInput("the place of deployment", 500),
};

export const addConsumerInput = z.strictObject({ credentialId: credentialIdInput, ...fields });
export type AddConsumerInput = z.infer<typeof addConsumerInput>;

export const editConsumerInput = addConsumerInput.extend({ consumerId });
export type EditConsumerInput = z.infer<typeof editConsumerInput>;

export const removeConsumerInput = z.strictObject({ credentialId: credentialIdInput, consumerId });
export type RemoveConsumerInput = z.infer<typeof removeConsumerInput>;

/** Field names that come back to the browser after a failure. */
export const keptConsumerFields = Object.keys(fields);

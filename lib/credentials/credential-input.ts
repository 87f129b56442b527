import { z } from "zod";
import { environments } from "@/lib/environment";
import { tidyScopes } from "@/lib/scopes/tidy-scopes";
import { Secret } from "@/lib/secret";
import { requiredText, textInput } from "@/lib/text-input";
import { refuseClientSecret, tidyClientSecret } from "./client-secret-text";
import { readConsoleAddress } from "./console-address";

const optional = (label: string) => textInput(label, 200).transform((value) => (value === "" ? null : value));

const scopes = z.string().transform((value, context) => {
  const tidied = tidyScopes(value);
  if (tidied.ok) return tidied.value;
  context.addIssue({ code: "custom", message: tidied.failure });
  return z.NEVER;
});

const consoleAddress = textInput("the Developer Console address", 500).transform((value, context) => {
  if (value === "") return null;
  const address = readConsoleAddress(value);
  if (address !== null) return address;
  context.addIssue({
    code: "custom",
    message:
      "This is not the address of a credential. Open the credential in the Developer Console and copy the whole address, or leave the field empty.",
  });
  return z.NEVER;
});

/** A client secret as it leaves the form: tidied, checked, and from here on a `Secret`. */
export const clientSecretInput = z.string().transform((value, context) => {
  const { text: characters, wasTrimmed } = tidyClientSecret(value);
  const refusal = refuseClientSecret(characters);
  if (refusal === null) return { secret: new Secret(characters), wasTrimmed };
  context.addIssue({ code: "custom", message: refusal });
  return z.NEVER;
});

/** The credential that a form is about. A made-up id is answered like one that is not there. */
export const credentialIdInput = z.uuid("There is no such credential.");

export const credentialChoice = z.strictObject({ credentialId: credentialIdInput });
export type CredentialChoice = z.infer<typeof credentialChoice>;

/** What every credential's form has. */
export const sharedCredentialInput = {
  name: requiredText("a name", 200),
  environment: z.enum(environments, "Choose an environment."),
  clientId: requiredText("the client ID", 200).refine(
    (value) => /^[!-~]*$/.test(value),
    "The client ID holds a space or an unusual character. Copy it again.",
  ),
  imsOrgId: optional("the organization ID"),
  technicalAccountId: optional("the technical account ID"),
  technicalAccountEmail: optional("the technical account email"),
  scopes,
  consoleAddress,
  notes: textInput("the note", 10_000, { mayBreakLines: true }),
};

export const registerCredentialInput = z.strictObject({
  ...sharedCredentialInput,
  clientSecret: clientSecretInput,
});
export type RegisterCredentialInput = z.infer<typeof registerCredentialInput>;

export const editCredentialInput = z.strictObject({
  ...sharedCredentialInput,
  credentialId: credentialIdInput,
  version: z.coerce.number().int().positive(),
});
export type EditCredentialInput = z.infer<typeof editCredentialInput>;

/** Field names that may come back to the browser after a failure: all but the secret. */
export const keptCredentialFields = Object.keys(sharedCredentialInput);

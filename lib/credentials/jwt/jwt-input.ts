import { z } from "zod";
import {
  clientSecretInput,
  credentialIdInput,
  sharedCredentialInput,
} from "@/lib/credentials/credential-input";
import { requiredText } from "@/lib/text-input";
import { type JwtCertificate, readCertificate } from "./read-certificate";
import { type JwtPrivateKey, readPrivateKey } from "./read-private-key";
import { tidyMetascopes } from "./tidy-metascopes";

const metascopes = z.string().transform((value, context) => {
  const tidied = tidyMetascopes(value);
  if (tidied.ok) return tidied.value;
  context.addIssue({ code: "custom", message: tidied.failure });
  return z.NEVER;
});

const { scopes: _scopes, ...facts } = sharedCredentialInput;

const shared = {
  ...facts,
  /** An assertion names both. */
  imsOrgId: requiredText("the organization ID", 200, "Enter the organization ID, which ends in @AdobeOrg."),
  technicalAccountId: requiredText(
    "the technical account ID",
    200,
    "Enter the technical account ID, which ends in @techacct.adobe.com.",
  ),
  metascopes,
};

const privateKey = z.string().transform((value, context) => {
  const read = readPrivateKey(value);
  if (read.ok) return read.value;
  context.addIssue({ code: "custom", message: read.failure });
  return z.NEVER;
});

const keyFields = { clientSecret: clientSecretInput, privateKey, certificate: z.string() };

export const registerJwtCredentialInput = z.strictObject({ ...shared, ...keyFields });
export type RegisterJwtCredentialInput = z.infer<typeof registerJwtCredentialInput>;

export const editJwtCredentialInput = z.strictObject({
  ...shared,
  credentialId: credentialIdInput,
  version: z.coerce.number().int().positive(),
});
export type EditJwtCredentialInput = z.infer<typeof editJwtCredentialInput>;

export const replaceJwtKeyInput = z.strictObject({ credentialId: credentialIdInput, ...keyFields });
export type ReplaceJwtKeyInput = z.infer<typeof replaceJwtKeyInput>;

/** Field names that may come back to the browser after a failure: neither secret nor key. */
export const keptJwtFields: readonly string[] = Object.keys(shared);

/** The certificate of a key; null where none was pasted. */
export function matchCertificate(
  key: JwtPrivateKey,
  pasted: string,
):
  | { readonly ok: true; readonly value: JwtCertificate | null }
  | { readonly ok: false; readonly failure: string } {
  return pasted.trim() === "" ? { ok: true, value: null } : readCertificate(pasted, key);
}

"use server";

import { gate } from "@/lib/action";
import { archiveCredential, restoreCredential } from "@/lib/credentials/archive-credential";
import {
  credentialChoice,
  editCredentialInput,
  keptCredentialFields,
  registerCredentialInput,
} from "@/lib/credentials/credential-input";
import { deleteCredential, deleteCredentialInput } from "@/lib/credentials/delete-credential";
import { editCredential } from "@/lib/credentials/edit-credential";
import { registerCredential } from "@/lib/credentials/register-credential";
import { registerSandboxCredential } from "@/lib/credentials/register-sandbox-credential";
import { replaceSecret, replaceSecretInput } from "@/lib/credentials/replace-secret";
import { noFields } from "@/lib/form-input";
import { testToken } from "@/lib/tokens/test-token";

export const registerCredentialAction = gate(
  {
    name: "credential.register",
    permission: "credential.register",
    input: registerCredentialInput,
    keep: keptCredentialFields,
  },
  registerCredential,
  ({ credentialId, wasSecretTrimmed }) =>
    `/credentials/${credentialId}?done=${wasSecretTrimmed ? "registered-trimmed" : "registered"}`,
);

export const registerSandboxCredentialAction = gate(
  { name: "credential.register_sandbox", permission: "credential.register", input: noFields },
  registerSandboxCredential,
  ({ credentialId }) => `/credentials/${credentialId}?done=registered`,
);

export const editCredentialAction = gate(
  {
    name: "credential.edit",
    permission: "credential.edit",
    input: editCredentialInput,
    keep: [...keptCredentialFields, "version"],
  },
  editCredential,
  ({ credentialId }) => `/credentials/${credentialId}?done=saved`,
);

export const replaceSecretAction = gate(
  { name: "secret.replace", permission: "secret.replace", input: replaceSecretInput },
  replaceSecret,
  ({ credentialId, wasSecretTrimmed }) =>
    `/credentials/${credentialId}?done=${wasSecretTrimmed ? "replaced-trimmed" : "replaced"}`,
);

export const archiveCredentialAction = gate(
  { name: "credential.archive", permission: "credential.archive", input: credentialChoice },
  archiveCredential,
  ({ credentialId }) => `/credentials/${credentialId}?done=archived`,
);

export const restoreCredentialAction = gate(
  { name: "credential.restore", permission: "credential.restore", input: credentialChoice },
  restoreCredential,
  ({ credentialId }) => `/credentials/${credentialId}?done=restored`,
);

export const deleteCredentialAction = gate(
  { name: "credential.delete", permission: "credential.delete", input: deleteCredentialInput },
  deleteCredential,
  () => "/credentials?done=deleted",
);

export const testTokenAction = gate(
  { name: "token.test", permission: "token.test", input: credentialChoice },
  testToken,
);

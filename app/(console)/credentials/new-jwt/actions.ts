"use server";

import { gate } from "@/lib/action";
import { editJwtCredential } from "@/lib/credentials/edit-credential";
import {
  editJwtCredentialInput,
  keptJwtFields,
  registerJwtCredentialInput,
  replaceJwtKeyInput,
} from "@/lib/credentials/jwt/jwt-input";
import { registerJwtCredential } from "@/lib/credentials/jwt/register-jwt-credential";
import { replaceJwtKey } from "@/lib/credentials/jwt/replace-jwt-key";

export const registerJwtCredentialAction = gate(
  {
    name: "credential.register_jwt",
    permission: "credential.register",
    input: registerJwtCredentialInput,
    keep: keptJwtFields,
  },
  registerJwtCredential,
  ({ credentialId }) => `/credentials/${credentialId}?done=registered-jwt`,
);

export const editJwtCredentialAction = gate(
  {
    name: "credential.edit_jwt",
    permission: "credential.edit",
    input: editJwtCredentialInput,
    keep: [...keptJwtFields, "version"],
  },
  editJwtCredential,
  ({ credentialId }) => `/credentials/${credentialId}?done=saved`,
);

export const replaceJwtKeyAction = gate(
  { name: "key.replace", permission: "secret.replace", input: replaceJwtKeyInput },
  replaceJwtKey,
  ({ credentialId }) => `/credentials/${credentialId}?done=replaced-key`,
);

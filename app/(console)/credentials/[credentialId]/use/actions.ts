"use server";

import { gate } from "@/lib/action";
import { credentialChoice } from "@/lib/credentials/credential-input";
import { exportSecret } from "@/lib/credentials/use/export-secret";

export const exportSecretAction = gate(
  { name: "secret.export", permission: "secret.export", input: credentialChoice },
  exportSecret,
);

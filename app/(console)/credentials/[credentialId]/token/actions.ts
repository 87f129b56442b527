"use server";

import { gate } from "@/lib/action";
import { credentialChoice } from "@/lib/credentials/credential-input";
import { invalidateHeldToken } from "@/lib/tokens/invalidate-held-token";
import { revealHeldToken } from "@/lib/tokens/reveal-held-token";
import { validateHeldToken } from "@/lib/tokens/validate-held-token";

export const validateTokenAction = gate(
  {
    name: "token.validate",
    permission: "token.validate",
    input: credentialChoice,
    budget: { limit: 20, windowSeconds: 60 },
  },
  validateHeldToken,
);

export const invalidateTokenAction = gate(
  { name: "token.invalidate_one", permission: "token.invalidate", input: credentialChoice },
  invalidateHeldToken,
);

export const revealTokenAction = gate(
  { name: "token.reveal", permission: "token.reveal", input: credentialChoice },
  revealHeldToken,
);

"use server";

import { gate } from "@/lib/action";
import { inspectPastedToken, inspectPastedTokenInput } from "@/lib/tokens/inspect-pasted-token";

export const inspectTokenAction = gate(
  { name: "token.inspect", permission: "token.inspect", input: inspectPastedTokenInput },
  inspectPastedToken,
);

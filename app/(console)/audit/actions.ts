"use server";

import { gate } from "@/lib/action";
import { cancelLogVerification, startLogVerification } from "@/lib/audit/verification/verify-log";
import { noFields } from "@/lib/form-input";

export const verifyLogAction = gate(
  { name: "audit.verify", permission: "audit.verify", input: noFields },
  (context, input) => startLogVerification(context, input),
);

export const cancelLogVerificationAction = gate(
  { name: "audit.cancel_verify", permission: "audit.verify", input: noFields },
  cancelLogVerification,
);

"use server";

import { gate } from "@/lib/action";
import { acknowledgeRestore, acknowledgeRestoreInput } from "@/lib/audit/restore/acknowledge-restore";
import { setRetentionInput } from "@/lib/audit/retention/retention-input";
import { setRetention } from "@/lib/audit/retention/set-retention";
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

export const setRetentionAction = gate(
  {
    name: "audit.set_retention",
    permission: "audit.set_retention",
    input: setRetentionInput,
    keep: ["days"],
  },
  setRetention,
);

export const acknowledgeRestoreAction = gate(
  {
    name: "audit.acknowledge_restore",
    permission: "audit.acknowledge_restore",
    input: acknowledgeRestoreInput,
  },
  acknowledgeRestore,
);

"use server";

import { viewerGate } from "@/lib/action";
import { stepUpInput } from "@/lib/auth/account-input";
import { safeNextPath } from "@/lib/auth/safe-next-path";
import { stepUp } from "@/lib/auth/step-up";
import { systemClock } from "@/lib/clock";
import { getEnv } from "@/lib/env";

/** Proves again who acts. The page names where to go on; the dialog stays where it is. */
export const stepUpAction = viewerGate(
  { name: "session.step_up", input: stepUpInput, keep: ["next"] },
  (session, { password }) => stepUp(session, password, systemClock.now()),
  (_value, form) => (form.has("next") ? safeNextPath(form.get("next"), getEnv().appOrigin) : null),
);

"use server";

import { redirect } from "next/navigation";
import { publicGate } from "@/lib/action";
import { idleState } from "@/lib/action-state";
import { clearSessionCookie } from "@/lib/auth/request";
import { signOut } from "@/lib/auth/sign-out";
import { noFields } from "@/lib/form-input";
import { dropPastesOfSession } from "@/lib/imports/held-pastes";
import { succeed } from "@/lib/result";
import { dropTokensOfSession } from "@/lib/tokens/held-tokens";

const signOutOfSession = publicGate(
  { name: "session.sign_out", input: noFields },
  async ({ request, viewer, now }) => {
    await clearSessionCookie();
    if (viewer !== null) {
      dropTokensOfSession(viewer.sessionId);
      dropPastesOfSession(viewer.sessionId);
    }
    await signOut(request, now);
    return succeed(null);
  },
);

/** Ends the session. The cookie goes in any case, so the browser is signed out whatever the database says. */
export async function signOutAction(form = new FormData()): Promise<void> {
  await signOutOfSession(idleState, form);
  redirect("/sign-in");
}

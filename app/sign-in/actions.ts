"use server";

import { publicGate } from "@/lib/action";
import { signInInput } from "@/lib/auth/account-input";
import { setSessionCookie } from "@/lib/auth/request";
import { safeNextPath } from "@/lib/auth/safe-next-path";
import { signIn } from "@/lib/auth/sign-in";
import { signOut } from "@/lib/auth/sign-out";
import { getEnv } from "@/lib/env";
import { succeed } from "@/lib/result";

/** Proves who somebody is and gives the browser a new session; one it had before ends. */
export const signInAction = publicGate(
  { name: "session.sign_in", input: signInInput, keep: ["email", "next"] },
  async ({ request, now }, input) => {
    const session = await signIn(request, input, now);
    if (!session.ok) return session;
    await signOut(request, now);
    await setSessionCookie(session.value);
    return succeed({ next: safeNextPath(input.next, getEnv().appOrigin) });
  },
  ({ next }) => next,
);

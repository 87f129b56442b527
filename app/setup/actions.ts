"use server";

import { publicGate } from "@/lib/action";
import { createOwnerInput } from "@/lib/auth/account-input";
import { createOwner } from "@/lib/auth/create-owner";
import { setSessionCookie } from "@/lib/auth/request";
import { succeed } from "@/lib/result";

/** Makes the first owner and signs them in. */
export const createOwnerAction = publicGate(
  { name: "owner.create", input: createOwnerInput, keep: ["organizationName", "name", "email"] },
  async ({ request, now }, input) => {
    const session = await createOwner(request, input, now);
    if (session.ok) await setSessionCookie(session.value);
    return session.ok ? succeed(null) : session;
  },
  () => "/credentials/new",
);

import { createHmac } from "node:crypto";
import { getEnv } from "@/lib/env";

/**
 * The name under which tries on an account are counted: 32 hex. It is made from the email address
 * alone, so accounts that do not exist count like those that do, and a dump shows no addresses.
 */
export function accountKey(email: string): string {
  const hmac = createHmac("sha256", getEnv().nextAuthSecret.reveal());
  return hmac.update(`latchkey account key\n${email}`).digest("hex").slice(0, 32);
}

import type { EventAction } from "@/lib/audit/event";

/** The outcomes of asking Adobe for a token with a credential. */
export const tokenActions = ["token.tested", "secret.verified"] as const satisfies readonly EventAction[];

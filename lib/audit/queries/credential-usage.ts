import type { EventId } from "@/lib/ids";

/** How often tokens were asked for with one credential, by Latchkey's tests and verifications. */
export interface CredentialUsage {
  /** Oldest first, every day of the range. */
  readonly days: readonly UsageDay[];
  /** Who asked on these days, most first. */
  readonly people: readonly UsagePerson[];
  /** Of all time. */
  readonly lastSuccess: UsageEvent | null;
  readonly lastFailure: (UsageEvent & { readonly reason: string }) | null;
}

export interface UsageDay {
  /** UTC, `YYYY-MM-DD`. */
  readonly day: string;
  readonly asked: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Of token tests; null where there was none. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

export interface UsagePerson {
  /** As it was the last time. */
  readonly name: string;
  readonly asked: number;
  readonly succeeded: number;
  readonly failed: number;
  /** ISO 8601, UTC. */
  readonly lastAt: string;
}

export interface UsageEvent {
  readonly eventId: EventId;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actor: string;
}

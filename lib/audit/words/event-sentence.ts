import type { EventActor, EventDraft } from "@/lib/audit/event";
import type { AdobeFailureCode } from "@/lib/failure";
import { failureClauses } from "./event-words";

export type Happened = EventDraft & { readonly actor: EventActor };
export type Of<A extends Happened["action"]> = Extract<Happened, { action: A }>;

export interface OutcomeTag {
  readonly word: string;
  readonly tone: "good" | "attend" | "bad";
}

/** What one kind of event says, before it is known who did it to what. */
export interface Words {
  readonly phrase: string;
  readonly facts?: readonly (string | null)[];
  readonly outcome?: OutcomeTag;
  /** For what people do to themselves: the target would only repeat them. */
  readonly isAboutActor?: boolean;
}

export const asked: OutcomeTag = { word: "Asked", tone: "attend" };
export const done: OutcomeTag = { word: "Done", tone: "good" };
export const failed: OutcomeTag = { word: "Failed", tone: "bad" };
/** Nobody knows whether it took effect at Adobe. */
export const unclear: OutcomeTag = { word: "Unclear", tone: "attend" };
export const cancelled: OutcomeTag = { word: "Cancelled", tone: "attend" };
export const refused: OutcomeTag = { word: "Refused", tone: "bad" };
export const heldBack: OutcomeTag = { word: "Held back", tone: "attend" };

/** @returns "1 try", "2 tries": the plural is regular unless it is given. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function countTries(count: number): string {
  return countOf(count, "try", "tries");
}

export function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

export function explainFailure(code: AdobeFailureCode | null): string | null {
  return code === null ? null : failureClauses[code];
}

/** Adobe's 32 digits the way the pages show them: both ends are what people compare. */
export function shortenSecretId(adobeSecretId: string): string {
  return `${adobeSecretId.slice(0, 6)}…${adobeSecretId.slice(-4)}`;
}

/** To the minute, UTC. @param time ISO 8601, UTC. */
export function writeTime(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}

import type { EventActor, EventDraft } from "@/lib/audit/event";
import { describeEvent } from "./describe-event";

export const annId = "0197f000-0000-7000-8000-000000000001";
export const ann: EventActor = { type: "user", id: annId, name: "Ann Lee" };

/** For tests: an event as one line, "*who* did something to *what* | facts | tag (tone)". */
export function sayEvent(draft: EventDraft, actor: EventActor = ann): string {
  const { actor: who, phrase, target, facts, outcome } = describeEvent({ ...draft, actor });
  const sentence = [`*${who}*`, phrase, target === null ? null : `*${target}*`].filter(
    (part) => part !== null,
  );
  return `${sentence.join(" ")} | ${facts ?? "-"} | ${outcome.word} (${outcome.tone})`;
}

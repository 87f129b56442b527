import type { EventDescription } from "@/lib/audit/words/describe-event";

/** Who did what to what, as one sentence. */
export function EventSentence({ description }: { readonly description: EventDescription }) {
  const { actor, phrase, target } = description;
  return (
    <>
      <strong className="font-semibold">{actor}</strong> {phrase}
      {target !== null && (
        <>
          {" "}
          <strong className="font-semibold">{target}</strong>
        </>
      )}
    </>
  );
}

import { Note } from "@/components/ui/note";

const sentences = {
  registered: ["Registered", "The secret is sealed. Test the token to see whether the credential works."],
  "registered-trimmed": [
    "Registered",
    "The secret had white space or quotes around it, which were taken off. Test the token to see whether it works.",
  ],
  "registered-jwt": [
    "Registered",
    "The key and the client secret are sealed. Test the token to see whether Adobe still exchanges the JWT.",
  ],
  "replaced-key": [
    "Key replaced",
    "The former one is destroyed here. Test the token to see whether the new one works.",
  ],
  saved: ["Saved", "What you changed is recorded in the audit log."],
  replaced: [
    "Secret replaced",
    "The former one is destroyed here. Test the token to see whether the new one works.",
  ],
  "replaced-trimmed": [
    "Secret replaced",
    "It had white space or quotes around it, which were taken off. Test the token to see whether it works.",
  ],
  archived: [
    "Archived",
    "The credential is out of daily work. Nothing changed at Adobe, and you can restore it.",
  ],
  restored: ["Restored", "The credential is back in daily work."],
  deleted: ["Deleted for ever", "Its events stay in the audit log."],
} as const;

type Done = keyof typeof sentences;

function isDone(value: unknown): value is Done {
  return typeof value === "string" && Object.hasOwn(sentences, value);
}

/** Right after registering, the next act is to test. */
export function isFreshlyRegistered(done: unknown): boolean {
  return done === "registered" || done === "registered-trimmed" || done === "registered-jwt";
}

/** Says what was just done, named in the address by the action that did it. */
export function DoneNote({ done }: { readonly done: unknown }) {
  if (!isDone(done)) return null;
  const [title, sentence] = sentences[done];
  return (
    <div className="mb-4">
      <Note tone="good" title={title}>
        <p>{sentence}</p>
      </Note>
    </div>
  );
}

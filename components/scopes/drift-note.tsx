import { Note } from "@/components/ui/note";
import type { ScopeDrift } from "@/lib/scopes/compare-scopes";

/** Says how the last test differs from what was approved; nothing where it does not. */
export function DriftNote({ drift }: { readonly drift: ScopeDrift | null }) {
  if (drift === null) return null;
  const kinds = [
    { scopes: drift.lost, words: "Approved and no longer granted: systems that need it may fail." },
    { scopes: drift.gained, words: "Granted and never approved: the credential may do more than agreed." },
    { scopes: drift.notGranted, words: "Asked for and not granted: Adobe leaves it out without a word." },
  ].filter(({ scopes }) => scopes.length > 0);
  if (kinds.length === 0) return null;
  return (
    <Note
      tone="attend"
      announce="none"
      title="The scopes have drifted from the baseline"
      next="Put them right in the Developer Console and test again, or approve them as they are."
    >
      <ul className="flex flex-col gap-1">
        {kinds.map(({ scopes, words }) => (
          <li key={words}>
            {words}{" "}
            {scopes.map((scope) => (
              <code key={scope} className="mr-2 break-all">
                {scope}
              </code>
            ))}
          </li>
        ))}
      </ul>
    </Note>
  );
}

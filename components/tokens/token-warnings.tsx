import { Note } from "@/components/ui/note";
import type { TokenWarning } from "@/lib/tokens/inspection/judge-token";

/** What to know before the token is believed. */
export function TokenWarnings({ warnings }: { readonly warnings: readonly TokenWarning[] }) {
  return warnings.map(({ tone, title, text }) => (
    <Note key={title} tone={tone} announce="none" title={title}>
      <p>{text}</p>
    </Note>
  ));
}

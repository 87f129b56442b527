import { Fragment, type ReactNode } from "react";

interface Fact {
  readonly term: string;
  readonly value: ReactNode;
}

/** Facts as term and value, side by side; below each other where it is narrow. */
export function DefinitionList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-1 gap-x-6 narrow:grid-cols-[minmax(7rem,30%)_minmax(0,1fr)] narrow:gap-y-2">
      {facts.map((fact) => (
        <Fragment key={fact.term}>
          <dt className="text-soft">{fact.term}</dt>
          <dd className="min-w-0 break-words max-narrow:mb-2.5">{fact.value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

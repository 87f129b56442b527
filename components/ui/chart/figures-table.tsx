import { joinClasses } from "@/components/ui/join-classes";

export interface FigureRow {
  readonly key: string;
  readonly label: string;
  readonly href?: string | undefined;
  /** As many as there are headers, less the first one. */
  readonly figures: readonly string[];
}

interface FiguresTableProps {
  readonly caption: string;
  /** The first one heads the labels. */
  readonly headers: readonly string[];
  readonly rows: readonly FigureRow[];
  /** What the rows leave out. */
  readonly note?: string | undefined;
}

/**
 * The figures of a chart, for those who do not see it and those who want them exactly. It stays a table where
 * it is narrow, because its cells are short, and says its looks once, because its rows are many.
 */
export function FiguresTable({ caption, headers, rows, note }: FiguresTableProps) {
  return (
    <details className="mt-3">
      <summary className="rounded-sm text-sm text-soft">Show as a table</summary>
      <div className="mt-2 max-h-80 overflow-auto">
        <table
          className={joinClasses(
            "w-full text-sm",
            "[&_td]:border-t [&_td]:border-line [&_td]:py-1 [&_td]:pl-3 [&_td]:text-right [&_td]:whitespace-nowrap",
            "[&_th]:py-1 [&_th]:pl-3 [&_th]:text-right [&_th]:align-bottom [&_th]:font-medium [&_th]:text-soft",
            "[&_tr>*:first-child]:pl-0 [&_tr>*:first-child]:text-left",
          )}
        >
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {headers.map((header) => (
                <th key={header} scope="col">
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, label, href, figures }) => (
              <tr key={key}>
                <td>
                  {href === undefined ? (
                    label
                  ) : (
                    <a href={href} className="text-link">
                      {label}
                    </a>
                  )}
                </td>
                {figures.map((figure, index) => (
                  <td key={headers[index + 1]}>{figure}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {note !== undefined && <p className="mt-1 text-sm text-faint">{note}</p>}
    </details>
  );
}

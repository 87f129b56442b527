// biome-ignore-all lint/a11y/noRedundantRoles: some browsers drop the roles of a table with `display: table`.
import type { ReactNode } from "react";
import { joinClasses } from "./join-classes";

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumeric?: boolean;
  /** Takes the width that the others leave. */
  readonly takesRest?: boolean;
}

interface DataTableProps<Row> {
  /** What the table lists, for those who do not see it. */
  readonly caption: string;
  /** The first column names the row: it heads the card where the table becomes a list. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Drops the panel around it, for a table inside a panel. */
  readonly isBare?: boolean;
}

/** A table; a list of cards below 900 px. */
export function DataTable<Row>({ caption, columns, rows, rowKey, isBare = false }: DataTableProps<Row>) {
  return (
    <div
      className={joinClasses(
        !isBare && "overflow-hidden rounded-panel border border-line bg-panel shadow-small",
        "wide:overflow-x-auto",
      )}
    >
      <table role="table" className="w-full border-collapse max-wide:block">
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup" className="max-wide:sr-only">
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.id}
                role="columnheader"
                scope="col"
                className={joinClasses(
                  column.takesRest === true && "wide:w-full",
                  "py-2.5 text-sm font-medium text-soft",
                  isBare ? "pr-4 last:pr-0" : "px-4",
                  column.isNumeric === true ? "text-right" : "text-left",
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="max-wide:block">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              role="row"
              className="border-line max-wide:block max-wide:py-3 wide:border-t wide:hover:bg-page max-wide:not-first:border-t"
            >
              {columns.map((column, index) => (
                <td
                  key={column.id}
                  role="cell"
                  data-label={column.header}
                  className={joinClasses(
                    "wide:py-2.5 wide:align-middle",
                    isBare ? "wide:pr-4 wide:last:pr-0" : "px-4",
                    column.isNumeric === true && "wide:text-right",
                    index === 0
                      ? "max-wide:block max-wide:pb-1.5"
                      : "max-wide:grid max-wide:grid-cols-[7rem_minmax(0,1fr)] max-wide:gap-3 max-wide:py-0.5 max-wide:before:text-soft max-wide:before:content-[attr(data-label)]",
                  )}
                >
                  <div className="min-w-0">{column.cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

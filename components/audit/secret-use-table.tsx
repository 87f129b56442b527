import { type Column, DataTable } from "@/components/ui/data-table";
import { StatusTag } from "@/components/ui/status-tag";
import { TimeText } from "@/components/ui/time-text";
import { TwoLines } from "@/components/ui/two-lines";
import type { SecretUseView } from "@/lib/rotation/view/secret-use-view";

const states: Record<SecretUseView["state"], string> = {
  current: "current",
  pending: "new, not current yet",
  previous: "previous",
  deleted: "deleted",
  unknown: "at Adobe, not stored here",
};

const columns: readonly Column<SecretUseView>[] = [
  {
    id: "secret",
    header: "Secret",
    cell: ({ id, fingerprint, state }) => (
      <TwoLines second={states[state]}>
        <code>{fingerprint ?? `…${id.slice(-4)}`}</code>
      </TwoLines>
    ),
  },
  { id: "adobe", header: "Adobe says", cell: (secret) => <AdobeSays secret={secret} /> },
  {
    id: "ours",
    header: "Latchkey's own use",
    cell: ({ ourLastUsedAt }) => (ourLastUsedAt === null ? "never" : <TimeText at={ourLastUsedAt} />),
  },
  { id: "by", header: "Last used by", cell: ({ by }) => <By by={by} /> },
];

/** When each secret was used last: what Adobe tells beside what Latchkey did, so that use by others shows. */
export function SecretUseTable({ secrets }: { readonly secrets: readonly SecretUseView[] }) {
  return (
    <div>
      <h3 className="font-semibold">Secrets</h3>
      <DataTable
        caption="Last use of each secret"
        columns={columns}
        rows={secrets}
        rowKey={({ id }) => id}
        isBare
      />
      <p className="mt-2 text-sm text-soft">
        Adobe tells the newest use of a secret only. It is asked when a rotation checks the last use.
      </p>
    </div>
  );
}

function AdobeSays({ secret }: { readonly secret: SecretUseView }) {
  const { adobeLastUsedAt, checkedAt, grantType } = secret;
  if (checkedAt === null) return "not asked yet";
  return (
    <TwoLines
      second={
        <>
          asked <TimeText at={checkedAt} />
          {grantType !== null && (
            <>
              , grant <code>{grantType}</code>
            </>
          )}
        </>
      }
    >
      {adobeLastUsedAt === null ? "never used" : <TimeText at={adobeLastUsedAt} />}
    </TwoLines>
  );
}

function By({ by }: Pick<SecretUseView, "by">) {
  switch (by) {
    case "others":
      return <StatusTag tone="attend">Somebody else</StatusTag>;
    case "latchkey":
      return "Latchkey itself";
    case "nobody":
      return "nobody";
    case "unknown":
      return "not known";
  }
}

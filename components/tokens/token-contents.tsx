import { type Column, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { TimeText } from "@/components/ui/time-text";
import { TwoLines } from "@/components/ui/two-lines";
import { describeWait } from "@/lib/diagnosis/describe-wait";
import type { MemberValue, TokenInspection, TokenMember } from "@/lib/tokens/inspection/token-inspection";

/** Every member of the token with what it means. */
export function TokenContents({ inspection }: { readonly inspection: TokenInspection }) {
  if (inspection.form === "opaque") return null;
  const { header, claims, leftOut } = inspection;
  return (
    <>
      <MemberPanel title="Claims" caption="Claims of the token" members={claims} leftOut={leftOut} />
      <MemberPanel title="Header" caption="Members of the token's header" members={header} leftOut={0} />
      <p className="max-w-3xl text-soft">
        This is what the token says of itself. Adobe publishes no key for the signatures of access tokens, so
        nothing of it is proved: only Adobe can tell whether a token is valid.
      </p>
    </>
  );
}

interface MemberPanelProps {
  readonly title: string;
  readonly caption: string;
  readonly members: readonly TokenMember[];
  readonly leftOut: number;
}

function MemberPanel({ title, caption, members, leftOut }: MemberPanelProps) {
  const rows = members.map((member, index) => ({ ...member, key: `${index} ${member.name}` }));
  return (
    <Panel title={title} isRegion isFlush>
      <div className="px-4">
        <DataTable caption={caption} isBare columns={columns} rows={rows} rowKey={({ key }) => key} />
        {leftOut > 0 && (
          <p className="border-t border-line py-2.5 text-soft">{leftOut} more are not listed.</p>
        )}
      </div>
    </Panel>
  );
}

const columns: readonly Column<TokenMember>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ name, meaning }) => (
      // As wide in one table as in the next.
      <div className="wide:w-72">
        <TwoLines second={meaning === null ? "Not known to Latchkey." : `${meaning}.`}>
          {name === null ? "not shown" : <code className="break-all">{name}</code>}
        </TwoLines>
      </div>
    ),
  },
  {
    id: "value",
    header: "Value",
    takesRest: true,
    cell: ({ value, oddity }) => (
      <>
        <ShownValue value={value} />
        {oddity !== null && <p className="text-sm text-attend">{oddity}</p>}
      </>
    ),
  },
];

function ShownValue({ value }: { readonly value: MemberValue }) {
  switch (value.kind) {
    case "text":
      return value.text === "" ? "empty" : <code className="break-all">{value.text}</code>;
    case "hidden":
      return <span className="text-faint">not shown: {value.why}</span>;
    case "scopes":
      return value.scopes.length === 0 ? (
        "none"
      ) : (
        <ul className="flex flex-wrap gap-x-3">
          {value.scopes.map((scope) => (
            <li key={scope}>
              <code className="break-all">{scope}</code>
            </li>
          ))}
        </ul>
      );
    case "moment":
      return (
        <>
          <TimeText at={value.at} form="moment" /> <Raw>{value.raw}</Raw>
        </>
      );
    case "span":
      return (
        <>
          {describeWait(value.spanMs / 1_000)} <Raw>{value.raw}</Raw>
        </>
      );
  }
}

function Raw({ children }: { readonly children: string }) {
  return <code className="text-sm text-faint">{children}</code>;
}

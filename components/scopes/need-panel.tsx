import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";

interface NeedPanelProps {
  readonly credentialId: string;
  readonly unneeded: readonly string[] | null;
}

/** Which scopes could go, as far as the consumers say what they need. */
export function NeedPanel({ credentialId, unneeded }: NeedPanelProps) {
  return (
    <Panel title="Least scope" isRegion>
      {unneeded === null ? (
        <p>
          Once every consumer says which scopes it needs, the ones that nobody needs are named here.{" "}
          <TextLink href={`/credentials/${credentialId}/consumers`}>Consumers</TextLink>
        </p>
      ) : unneeded.length === 0 ? (
        <p>Every scope is needed by a consumer, or by every token.</p>
      ) : (
        <>
          <p>No consumer needs these. Take them off the credential at Adobe and off the list here:</p>
          <ul className="mt-2 flex flex-wrap gap-2">
            {unneeded.map((scope) => (
              <li key={scope}>
                <code className="break-all">{scope}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

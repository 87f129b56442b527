import { DefinitionList } from "@/components/ui/definition-list";
import { Panel } from "@/components/ui/panel";
import { TimeText } from "@/components/ui/time-text";
import type { JwtKeyFacts } from "@/lib/credentials/credential-detail";
import type { CertificateState } from "@/lib/credentials/jwt/judge-certificate";
import { CertificateDates } from "./certificate-dates";

interface KeyPanelProps {
  readonly jwtKey: JwtKeyFacts;
  readonly state: CertificateState | null;
}

/** The key that signs, told by its fingerprint. */
export function KeyPanel({ jwtKey, state }: KeyPanelProps) {
  return (
    <Panel title="Stored key" isRegion>
      <DefinitionList
        facts={[
          { term: "Fingerprint", value: <code>{jwtKey.fingerprint}</code> },
          { term: "Stored", value: <TimeText at={jwtKey.storedAt} /> },
          { term: "Certificate", value: <CertificateDates jwtKey={jwtKey} state={state} /> },
        ]}
      />
      <p className="mt-3 text-soft">
        The key signs the assertions, and its client secret goes with them. Neither can be rotated: Adobe
        renews no certificate of a JWT credential any more.
      </p>
    </Panel>
  );
}

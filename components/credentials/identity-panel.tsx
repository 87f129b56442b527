import { DefinitionList } from "@/components/ui/definition-list";
import { ExternalLink } from "@/components/ui/external-link";
import { Panel } from "@/components/ui/panel";
import { ShortId } from "@/components/ui/short-id";
import { TimeText } from "@/components/ui/time-text";
import { writeConsoleAddress } from "@/lib/credentials/console-address";
import type { CredentialDetail } from "@/lib/credentials/credential-detail";
import { type IdentifierField, warnOfOddIdentifier } from "@/lib/credentials/warn-of-odd-identifier";

/** Who this credential is at Adobe, and who brought it here. */
export function IdentityPanel({ credential }: { readonly credential: CredentialDetail }) {
  const { clientId, imsOrgId, technicalAccountId, technicalAccountEmail, secret } = credential;
  return (
    <Panel title="Identity">
      <DefinitionList
        facts={[
          {
            term: "Client ID",
            value: <Identifier field="clientId" value={clientId} label="Copy client ID" />,
          },
          {
            term: "Organization",
            value: <Identifier field="imsOrgId" value={imsOrgId} label="Copy organization ID" />,
          },
          {
            term: "Technical account",
            value: (
              <Identifier
                field="technicalAccountId"
                value={technicalAccountId}
                label="Copy technical account ID"
              />
            ),
          },
          {
            term: "Account email",
            value: (
              <Identifier
                field="technicalAccountEmail"
                value={technicalAccountEmail}
                label="Copy technical account email"
              />
            ),
          },
          {
            term: "Secret",
            value:
              secret === null ? (
                "none stored"
              ) : (
                <>
                  <code>{secret.fingerprint}</code> · stored <TimeText at={secret.storedAt} />
                </>
              ),
          },
          {
            term: "Registered",
            value: (
              <>
                by {credential.createdByName}, <TimeText at={credential.createdAt} />
              </>
            ),
          },
          { term: "At Adobe", value: <ConsoleLink credential={credential} /> },
        ]}
      />
    </Panel>
  );
}

interface IdentifierProps {
  readonly field: IdentifierField;
  readonly value: string | null;
  readonly label: string;
}

function Identifier({ field, value, label }: IdentifierProps) {
  if (value === null) return <span className="text-faint">not given</span>;
  const warning = warnOfOddIdentifier(field, value);
  return (
    <>
      <ShortId value={value} copyLabel={label} />
      {warning !== null && <p className="text-sm text-attend">{warning}</p>}
    </>
  );
}

function ConsoleLink({ credential }: { readonly credential: CredentialDetail }) {
  if (credential.console === null) return <span className="text-faint">no address given</span>;
  return (
    <ExternalLink href={writeConsoleAddress(credential.console)}>Open in Developer Console</ExternalLink>
  );
}

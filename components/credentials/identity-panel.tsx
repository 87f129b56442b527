import { CertificateDates } from "@/components/credentials/jwt/certificate-dates";
import { DefinitionList } from "@/components/ui/definition-list";
import { ExternalLink } from "@/components/ui/external-link";
import { Panel } from "@/components/ui/panel";
import { ShortId } from "@/components/ui/short-id";
import { TimeText } from "@/components/ui/time-text";
import { writeConsoleAddress } from "@/lib/credentials/console-address";
import type { CredentialDetail } from "@/lib/credentials/credential-detail";
import { judgeCertificate } from "@/lib/credentials/jwt/judge-certificate";
import { type IdentifierField, warnOfOddIdentifier } from "@/lib/credentials/warn-of-odd-identifier";

interface IdentityPanelProps {
  readonly credential: CredentialDetail;
  /** The moment at which a certificate is judged. */
  readonly now: Date;
}

/** Who this credential is at Adobe, and who brought it here. */
export function IdentityPanel({ credential, now }: IdentityPanelProps) {
  const { clientId, imsOrgId, technicalAccountId, technicalAccountEmail, secret, jwtKey } = credential;
  const certificate = jwtKey?.certificate ?? null;
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
          ...(jwtKey === null
            ? []
            : [
                { term: "Private key", value: <StoredPart part={jwtKey} /> },
                {
                  term: "Certificate",
                  value: (
                    <CertificateDates
                      jwtKey={jwtKey}
                      state={certificate === null ? null : judgeCertificate(certificate, now)}
                    />
                  ),
                },
              ]),
          ...(credential.kind === "jwt"
            ? []
            : [{ term: "Secret", value: secret === null ? "none stored" : <StoredPart part={secret} /> }]),
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

function StoredPart({
  part,
}: {
  readonly part: { readonly fingerprint: string; readonly storedAt: string };
}) {
  return (
    <>
      <code>{part.fingerprint}</code> · stored <TimeText at={part.storedAt} />
    </>
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

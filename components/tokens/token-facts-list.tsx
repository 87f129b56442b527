import type { ReactNode } from "react";
import { DefinitionList } from "@/components/ui/definition-list";
import { TimeText } from "@/components/ui/time-text";
import type { Environment } from "@/lib/environment";
import { environmentsOf } from "@/lib/tokens/inspection/judge-token";
import type { TokenFacts, TokenInspection } from "@/lib/tokens/inspection/token-inspection";

interface RegisteredCredential {
  readonly environment: Environment;
  readonly technicalAccountId: string | null;
}

interface TokenFactsListProps {
  readonly inspection: TokenInspection;
  /** The one that the token was asked for with, where that is known. */
  readonly credential?: RegisteredCredential;
}

const kinds: Readonly<Record<TokenFacts["kind"], string>> = {
  access: "Adobe access token",
  other: "Adobe token of another type",
  assertion: "signed request of a JWT credential",
  identity: "id token",
  foreign: "not an Adobe token",
};

/** The token in a few lines: what, how old, until when, from where, and who acts with it. */
export function TokenFactsList({ inspection, credential }: TokenFactsListProps) {
  const fingerprint = { term: "Token fingerprint", value: <code>{inspection.fingerprint}</code> };
  if (inspection.form === "opaque") return <DefinitionList facts={[fingerprint]} />;
  const { kind, createdAt, expiresAt, issuer, userId } = inspection.facts;
  return (
    <DefinitionList
      facts={[
        { term: "Kind", value: kinds[kind] },
        fingerprint,
        { term: "Issued", value: <Moment at={createdAt} /> },
        { term: "Expires", value: <Moment at={expiresAt} /> },
        {
          term: "Issued by",
          value: (
            <Said value={issuer}>
              {nameIssuer(issuer)}
              {credential !== undefined && compareEnvironment(issuer, credential)}
            </Said>
          ),
        },
        {
          term: "Technical account",
          value: <Said value={userId}>{credential !== undefined && compareAccount(userId, credential)}</Said>,
        },
      ]}
    />
  );
}

function Moment({ at }: { readonly at: string | null }) {
  if (at === null) return "not said";
  return (
    <>
      <TimeText at={at} />{" "}
      <span className="text-faint">
        (<TimeText at={at} form="moment" />)
      </span>
    </>
  );
}

function Said({ value, children }: { readonly value: string | null; readonly children: ReactNode }) {
  if (value === null) return "not said";
  return (
    <>
      <code className="break-all">{value}</code> <span className="text-faint">{children}</span>
    </>
  );
}

function nameIssuer(issuer: string | null): string {
  const environments = environmentsOf(issuer);
  if (environments === null) return "an environment that is not known here";
  return environments.includes("stage") ? "Adobe's stage environment" : "Adobe's production environment";
}

function compareEnvironment(issuer: string | null, { environment }: RegisteredCredential): string {
  if (environmentsOf(issuer)?.includes(environment) !== true) return "";
  return environment === "sandbox" ? ", which the sandbox plays" : ", as registered";
}

function compareAccount(userId: string | null, { technicalAccountId }: RegisteredCredential): string {
  if (technicalAccountId === null) return "none is registered with the credential";
  return userId?.toLowerCase() === technicalAccountId.toLowerCase() ? "as registered" : "not as registered";
}

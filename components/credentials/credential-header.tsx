import type { ReactNode } from "react";
import { KindTag } from "@/components/credentials/jwt/kind-tag";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import { TabsNav } from "@/components/ui/tabs-nav";
import type { CredentialDetail } from "@/lib/credentials/credential-detail";
import { environmentLabels } from "@/lib/environment";

interface CredentialHeaderProps {
  readonly credential: CredentialDetail;
  readonly actions?: ReactNode;
  /** Offers to rotate the secret. */
  readonly mayRotate?: boolean;
}

/** The same head on every page of one credential. */
export function CredentialHeader({ credential, actions, mayRotate = false }: CredentialHeaderProps) {
  const { id, name, kind, health, environment, isArchived, isRotating, driftedScopes } = credential;
  const offersRotation = mayRotate && !isArchived && kind === "oauth";
  const offersMigration = !isArchived && kind !== "oauth";
  return (
    <>
      <PageHeader
        title={name}
        crumbs={[{ label: "Credentials", href: "/credentials" }, { label: name }]}
        status={
          isArchived ? (
            <>
              <StatusTag tone="neutral">Archived</StatusTag>
              <KindTag kind={kind} />
            </>
          ) : (
            <>
              <StatusTag tone={health.tone}>{health.label}</StatusTag>
              <KindTag kind={kind} />
              {driftedScopes.length > 0 && <StatusTag tone="attend">Scope drift</StatusTag>}
              {isRotating && <StatusTag tone="attend">Rotation under way</StatusTag>}
            </>
          )
        }
        facts={environmentLabels[environment]}
        actions={
          (offersRotation || offersMigration || actions !== undefined) && (
            <>
              {offersMigration && (
                <LinkButton href={`/credentials/${id}/migration`}>
                  Migrate to OAuth Server-to-Server
                </LinkButton>
              )}
              {offersRotation && <LinkButton href={`/credentials/${id}/rotation`}>Rotate secret</LinkButton>}
              {actions}
            </>
          )
        }
      />
      <TabsNav
        label={`Pages of ${name}`}
        tabs={[
          { href: `/credentials/${id}`, label: "Overview" },
          { href: `/credentials/${id}/scopes`, label: "Scopes" },
          { href: `/credentials/${id}/profiles`, label: "Product profiles" },
          { href: `/credentials/${id}/token`, label: "Token" },
          { href: `/credentials/${id}/probes`, label: "Probes" },
          { href: `/credentials/${id}/secrets`, label: "Secrets" },
          { href: `/credentials/${id}/consumers`, label: "Consumers" },
          { href: `/credentials/${id}/activity`, label: "Activity" },
        ]}
      />
    </>
  );
}

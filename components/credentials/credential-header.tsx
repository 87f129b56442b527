import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import { TabsNav } from "@/components/ui/tabs-nav";
import type { CredentialDetail } from "@/lib/credentials/credential-detail";
import { environmentLabels } from "@/lib/environment";

interface CredentialHeaderProps {
  readonly credential: CredentialDetail;
  readonly actions?: ReactNode;
}

/** The same head on every page of one credential. */
export function CredentialHeader({ credential, actions }: CredentialHeaderProps) {
  const { id, name, health, environment, isArchived } = credential;
  return (
    <>
      <PageHeader
        title={name}
        crumbs={[{ label: "Credentials", href: "/credentials" }, { label: name }]}
        status={
          isArchived ? (
            <StatusTag tone="neutral">Archived</StatusTag>
          ) : (
            <StatusTag tone={health.tone}>{health.label}</StatusTag>
          )
        }
        facts={environmentLabels[environment]}
        actions={actions}
      />
      <TabsNav
        label={`Pages of ${name}`}
        tabs={[
          { href: `/credentials/${id}`, label: "Overview" },
          { href: `/credentials/${id}/secrets`, label: "Secrets" },
          { href: `/credentials/${id}/activity`, label: "Activity" },
        ]}
      />
    </>
  );
}

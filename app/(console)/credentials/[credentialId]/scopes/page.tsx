import { notFound } from "next/navigation";
import { CredentialHeader } from "@/components/credentials/credential-header";
import { MetascopePanel } from "@/components/credentials/jwt/metascope-panel";
import { BaselinePanel } from "@/components/scopes/baseline-panel";
import { DriftNote } from "@/components/scopes/drift-note";
import { GrantHistory } from "@/components/scopes/grant-history";
import { NeedPanel } from "@/components/scopes/need-panel";
import { ScopeTable } from "@/components/scopes/scope-table";
import { SubsetPanel } from "@/components/scopes/subset-panel";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { findCredential } from "@/lib/credentials/find-credential";
import { findScopes } from "@/lib/scopes/find-scopes";
import { approveScopesAction, testScopesAction } from "./actions";

export const metadata = { title: "Scopes" };

export default async function ScopesPage(props: PageProps<"/credentials/[credentialId]/scopes">) {
  const { role, organizationId } = await requireViewer();
  const { credentialId } = await props.params;
  const credential = await findCredential(organizationId, credentialId);
  const scopes = credential === null ? null : await findScopes(organizationId, credential.id);
  if (credential === null || scopes === null) notFound();
  const mayApprove = may(role, "credential.approve_scopes") && !credential.isArchived;
  const mayTest = may(role, "token.test") && !credential.isArchived && scopes.requested.length > 0;
  return (
    <>
      <CredentialHeader credential={credential} mayRotate={may(role, "rotation.act")} />
      <div className="flex max-w-5xl flex-col gap-4">
        <DriftNote drift={scopes.drift} />
        {credential.kind !== "oauth" && <MetascopePanel metascopes={credential.metascopes} />}
        <ScopeTable scopes={scopes} />
        <BaselinePanel
          scopes={scopes}
          organizationId={organizationId}
          credentialId={credential.id}
          {...(mayApprove && { approveAction: approveScopesAction })}
        />
        <NeedPanel credentialId={credential.id} unneeded={scopes.unneeded} />
        {mayTest && (
          <SubsetPanel
            scopes={scopes}
            organizationId={organizationId}
            credentialId={credential.id}
            action={testScopesAction}
          />
        )}
        <GrantHistory changes={scopes.history} />
        <p className="max-w-3xl text-soft">
          For most Experience Cloud products a scope only lets Adobe see which products the technical account
          has. What it may do with their data is decided by the product profiles of the credential, not by its
          scopes.
        </p>
      </div>
    </>
  );
}

import { notFound } from "next/navigation";
import { CredentialHeader } from "@/components/credentials/credential-header";
import { ProbeList } from "@/components/probes/probe-list";
import { EmptyState } from "@/components/ui/empty-state";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { findCredential } from "@/lib/credentials/find-credential";
import { listProbes } from "@/lib/probes/list-probes";
import { runProbeAction } from "./actions";

export const metadata = { title: "Probes" };

export default async function ProbesPage(props: PageProps<"/credentials/[credentialId]/probes">) {
  const { role, organizationId } = await requireViewer();
  const { credentialId } = await props.params;
  const credential = await findCredential(organizationId, credentialId);
  if (credential === null) notFound();
  const views = await listProbes(organizationId, credential, { mayEdit: may(role, "credential.edit") });
  const fitting = views.filter(({ missingScopes }) => missingScopes.length === 0);
  const others = views.filter(({ missingScopes }) => missingScopes.length > 0);
  const isStage = credential.environment === "stage";
  const mayRun = may(role, "probe.run") && !credential.isArchived && !isStage;
  const shared = { credential, organizationId, ...(mayRun && { action: runProbeAction }) };
  const wasOtherRun = others.some(({ last }) => last !== null);
  return (
    <>
      <CredentialHeader credential={credential} mayRotate={may(role, "rotation.act")} />
      <div className="flex max-w-4xl flex-col gap-4">
        <h2 className="sr-only">Probes</h2>
        <p className="max-w-3xl text-soft">
          A token that works does not mean that a product lets the credential in. A probe asks one product for
          something harmless, by a call that reads and changes nothing. Latchkey keeps the status and Adobe's
          request ID, and nothing of what the product answers.
        </p>
        {isStage && (
          <EmptyState sentence="Adobe documents no products of its stage environment, so there is nothing to probe." />
        )}
        {!isStage && fitting.length === 0 && (
          <EmptyState sentence="No probe fits the scopes that this credential asks for. Those below can be run all the same, and will most likely be refused." />
        )}
        {!isStage && <ProbeList {...shared} views={fitting} />}
        {!isStage && others.length > 0 && (
          <details open={wasOtherRun || fitting.length === 0}>
            <summary className="w-fit cursor-pointer rounded-sm py-1 text-soft">
              Probes that do not fit the scopes of this credential ({others.length})
            </summary>
            <div className="mt-3 flex flex-col gap-4">
              <ProbeList {...shared} views={others} />
            </div>
          </details>
        )}
      </div>
    </>
  );
}

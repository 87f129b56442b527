import type { ReactNode } from "react";
import { ExternalLink } from "@/components/ui/external-link";
import { Panel } from "@/components/ui/panel";
import { StatusTag } from "@/components/ui/status-tag";
import { TextLink } from "@/components/ui/text-link";
import type { Action } from "@/lib/action-state";
import type { CredentialDetail } from "@/lib/credentials/credential-detail";
import type { ProbeNeed } from "@/lib/probes/probe-catalogue";
import type { ProbeOutcome, ProbeView } from "@/lib/probes/probe-view";
import { ProbeForm } from "./probe-form";
import { ProbeResult } from "./probe-result";

interface ProbeListProps {
  readonly views: readonly ProbeView[];
  readonly credential: CredentialDetail;
  readonly organizationId: string;
  /** Absent for those who may only look. */
  readonly action?: Action<null>;
}

/** Probes by product, one panel each. */
export function ProbeList({ views, ...shared }: ProbeListProps) {
  const products = [...new Set(views.map(({ probe }) => probe.product))];
  return products.map((product) => (
    <Panel key={product} title={product} isRegion isFlush>
      <ul className="divide-y divide-line">
        {views
          .filter(({ probe }) => probe.product === product)
          .map((view) => (
            <li key={view.probe.key} className="p-4">
              <ProbeEntry {...shared} view={view} />
            </li>
          ))}
      </ul>
    </Panel>
  ));
}

type ProbeEntryProps = Omit<ProbeListProps, "views"> & { readonly view: ProbeView };

function ProbeEntry({ view, credential, organizationId, action }: ProbeEntryProps) {
  const { probe, missingScopes, missingNeed, tenant, last } = view;
  return (
    <article aria-label={probe.label} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 className="font-semibold">{probe.label}</h3>
        {last !== null && <OutcomeTag last={last} />}
      </div>
      <div className="max-w-3xl text-soft">
        <p>{probe.tells}</p>
        <p className="mt-1">
          What decides besides the scope: {probe.decides}{" "}
          <ExternalLink href={probe.source.href}>{probe.source.label}</ExternalLink>
        </p>
        {missingScopes.length > 0 && (
          <p className="mt-1">
            The credential does not ask for <Scopes scopes={missingScopes} />, without which this is refused.
          </p>
        )}
      </div>
      {missingNeed === null
        ? action !== undefined && (
            <ProbeForm
              probe={{ key: probe.key, label: probe.label, needs: probe.needs }}
              action={action}
              organizationId={organizationId}
              credentialId={credential.id}
              tenant={tenant}
            />
          )
        : action !== undefined && (
            <p>
              {needs[missingNeed]} <TextLink href={`/credentials/${credential.id}/edit`}>Add it</TextLink>
            </p>
          )}
      {last !== null && (
        <ProbeResult
          probe={probe}
          last={last}
          clientId={credential.clientId}
          environment={credential.environment}
        />
      )}
    </article>
  );
}

const needs: Record<ProbeNeed, string> = {
  tenant: "Enter the tenant first.",
  organization: "This needs the IMS organization ID, which ends in @AdobeOrg.",
  console: "This needs the address of the credential in the Developer Console.",
};

function OutcomeTag({ last: { outcome, httpStatus } }: { readonly last: ProbeOutcome }) {
  if (outcome === "succeeded") return <StatusTag tone="good">Access</StatusTag>;
  if (outcome === "pending") return <StatusTag tone="attend">Unclear</StatusTag>;
  const isRefused = httpStatus === 401 || httpStatus === 403;
  return <StatusTag tone="bad">{isRefused ? "No access" : "Failed"}</StatusTag>;
}

function Scopes({ scopes }: { readonly scopes: readonly string[] }): ReactNode {
  return scopes.map((scope, index) => (
    <span key={scope}>
      {index > 0 && " and "}
      <code>{scope}</code>
    </span>
  ));
}

"use client";

import { ActionForm } from "@/components/form/action-form";
import { CheckField } from "@/components/ui/check-field";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Action } from "@/lib/action-state";
import { scopeField } from "@/lib/scopes/scope-field";
import type { ScopesView } from "@/lib/scopes/scopes-view";
import type { TokenTestResult } from "@/lib/tokens/token-test-result";
import { SubsetResult } from "./subset-result";

interface SubsetPanelProps {
  readonly scopes: ScopesView;
  readonly organizationId: string;
  readonly credentialId: string;
  readonly action: Action<TokenTestResult>;
}

/** Asks for a token with some of the scopes, to see whether the others could go. */
export function SubsetPanel({ scopes, organizationId, credentialId, action }: SubsetPanelProps) {
  const { requested, unneeded, needs } = scopes;
  return (
    <Panel title="Test some of the scopes" isRegion>
      <p className="mb-3 max-w-3xl text-soft">
        A token is asked for with the ticked scopes alone. It is recorded, and changes nothing of what is
        known of the credential.
        {unneeded !== null && unneeded.length > 0 && " Scopes that no consumer needs are not ticked."}
      </p>
      <ActionForm
        action={action}
        organizationId={organizationId}
        hidden={{ credentialId }}
        refusal="Nothing was tested."
        className="flex flex-col gap-4"
      >
        {({ state, secretField }) => {
          const { error } = secretField("scopes");
          const tested = state.status === "done" ? state.value.requestedScopes : null;
          return (
            <>
              <fieldset
                id="scopes"
                tabIndex={-1}
                aria-describedby={error === undefined ? undefined : "scopes-error"}
                className="grid gap-x-6 gap-y-2 narrow:grid-cols-2"
              >
                <legend className="mb-2 font-medium">Scopes to ask for</legend>
                {requested.map((scope, index) => (
                  <CheckField
                    key={scope}
                    label={scope}
                    name={scopeField(index)}
                    value={scope}
                    isMono
                    // What was tested stays ticked: the form goes back to its defaults after each answer.
                    isTicked={tested === null ? unneeded?.includes(scope) !== true : tested.includes(scope)}
                  />
                ))}
              </fieldset>
              {error !== undefined && (
                <p id="scopes-error" className="text-sm font-medium text-bad">
                  {error}
                </p>
              )}
              <div>
                <SubmitButton variant="outlined">Test these scopes</SubmitButton>
              </div>
              {state.status === "done" && (
                <SubsetResult result={state.value} requested={requested} needs={needs} />
              )}
            </>
          );
        }}
      </ActionForm>
    </Panel>
  );
}

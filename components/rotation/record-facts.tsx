import { DefinitionList } from "@/components/ui/definition-list";
import { Panel } from "@/components/ui/panel";
import { TimeText } from "@/components/ui/time-text";
import { type Environment, environmentLabels } from "@/lib/environment";
import type { RotationView, SecretView } from "@/lib/rotation/view/rotation-view";

interface RecordFactsProps {
  readonly rotation: RotationView;
  readonly credential: {
    readonly name: string;
    readonly clientId: string;
    readonly environment: Environment;
  };
}

const outcomes = { done: "Done: the old secret is deleted", cancelled: "Cancelled" } as const;

/** Who rotated what and when, and what it rested on. */
export function RecordFacts({ rotation, credential }: RecordFactsProps) {
  const { state, mode, isEmergency, old, fresh, consumers, steps, overrideReason } = rotation;
  const { unlock } = rotation;
  return (
    <div className="grid gap-4 wide:grid-cols-2 print:grid-cols-2">
      <Panel title="Rotation">
        <DefinitionList
          facts={[
            { term: "Credential", value: `${credential.name}, ${environmentLabels[credential.environment]}` },
            { term: "Client ID", value: <code className="break-all">{credential.clientId}</code> },
            {
              term: "Outcome",
              value: state === "done" || state === "cancelled" ? outcomes[state] : "Under way",
            },
            {
              term: "How",
              value: `${mode === "api" ? "by API" : "by hand"}${isEmergency ? ", emergency" : ""}, quiet time ${rotation.quietHours} hours`,
            },
            {
              term: "Started",
              value: <Act by={rotation.startedByName} at={rotation.startedAt} />,
            },
            ...(rotation.endedAt === null
              ? []
              : [{ term: "Ended", value: <Act by={rotation.endedByName ?? ""} at={rotation.endedAt} /> }]),
            { term: "Old secret", value: <SecretName secret={old} /> },
            { term: "New secret", value: fresh === null ? "none" : <SecretName secret={fresh} /> },
          ]}
        />
      </Panel>
      <Panel title="Evidence">
        <DefinitionList
          facts={[
            ...steps.map(({ title, words, at, status }) => ({
              term: title,
              value:
                status === "done" ? (
                  <>
                    {words}
                    {at !== null && (
                      <>
                        {" · "}
                        <TimeText at={at} form="moment" />
                      </>
                    )}
                  </>
                ) : (
                  "not done"
                ),
            })),
            ...(state === "done"
              ? [
                  {
                    term: "Last use of the old secret",
                    value: (
                      <>
                        {unlock.isOldEverUsed ? "by others " : "none by others is known; made "}
                        <TimeText at={unlock.quietSince} form="moment" />
                        {unlock.hiddenBefore !== null && (
                          <>
                            ; before <TimeText at={unlock.hiddenBefore} form="moment" /> hidden by Latchkey's
                            own request
                          </>
                        )}
                      </>
                    ),
                  },
                  {
                    term: "Conditions",
                    value:
                      overrideReason === null
                        ? "met, judged once more right before the deletion"
                        : `not waited for: ${overrideReason}`,
                  },
                ]
              : []),
            {
              term: "Consumers",
              value:
                consumers.length === 0
                  ? "none listed"
                  : consumers.map(({ id, system, acknowledgedAt, acknowledgedByName }) => (
                      <p key={id}>
                        {system}:{" "}
                        {acknowledgedAt === null ? (
                          "not confirmed"
                        ) : (
                          <>
                            confirmed <Act by={acknowledgedByName ?? ""} at={acknowledgedAt} />
                          </>
                        )}
                      </p>
                    )),
            },
          ]}
        />
      </Panel>
    </div>
  );
}

function Act({ by, at }: { readonly by: string; readonly at: string }) {
  return (
    <>
      by {by}, <TimeText at={at} form="moment" />
    </>
  );
}

function SecretName({ secret }: { readonly secret: SecretView }) {
  return (
    <>
      fingerprint <code>{secret.fingerprint}</code>
      {secret.adobeSecretId !== null && (
        <>
          , at Adobe <code className="break-all">{secret.adobeSecretId}</code>
        </>
      )}
      , made <TimeText at={secret.createdAt} form="moment" />
    </>
  );
}

import { Panel } from "@/components/ui/panel";
import { Step, StepList } from "@/components/ui/step-list";
import { TimeText } from "@/components/ui/time-text";
import type { Action } from "@/lib/action-state";
import type { RotationView, StepView } from "@/lib/rotation/view/rotation-view";
import { CheckProgress } from "./check-progress";
import { CopySecret, type RevealedSecret } from "./copy-secret";
import { DeleteOldSecret, DeletionWait } from "./delete-old-secret";
import { PasteSecretForm, TypeUseForm } from "./manual-forms";
import { RotationButton } from "./rotation-form";
import type { RotationRights } from "./rotation-rights";
import { VerifyStep } from "./verify-step";

interface StepsPanelProps {
  readonly rotation: RotationView;
  readonly rights: RotationRights;
  readonly revealAction: Action<RevealedSecret>;
}

/** Where the rotation stands, with the button of the next act in its step. */
export function StepsPanel(props: StepsPanelProps) {
  const { steps, standing, state } = props.rotation;
  const current = steps.findIndex(({ status }) => status === "now");
  const done = steps.filter(({ status }) => status === "done").length;
  const position =
    standing === "over" && state !== "done" ? done : current === -1 ? steps.length : current + 1;
  return (
    <Panel title="Steps" isFlush aside={`${position} of ${steps.length}`}>
      <StepList label="Steps">
        {steps.map((step, index) => (
          <Step
            key={step.id}
            number={index + 1}
            title={step.title}
            status={step.status}
            action={<StepAct step={step} {...props} />}
          >
            <p>
              {step.words}
              {step.at !== null && (
                <>
                  {" · "}
                  <TimeText at={step.at} form="moment" />
                </>
              )}
            </p>
            <StepDetail step={step} {...props} />
          </Step>
        ))}
      </StepList>
    </Panel>
  );
}

type StepPart = StepsPanelProps & { readonly step: StepView };

/** The button on the right of a step. */
function StepAct({ step, rotation, rights }: StepPart) {
  const { state, mode, standing, canTryAgain } = rotation;
  const { mayAct, mayChangeSecrets } = rights;
  if (standing === "over") return null;
  switch (step.id) {
    case "add":
      if (state !== "planned" || mode === "manual" || !mayChangeSecrets) return null;
      return (
        <RotationButton
          act="add"
          label={canTryAgain ? "Try again" : "Add secret"}
          variant={rotation.trouble === null ? "filled" : "outlined"}
        />
      );
    case "verify":
      if (state !== "created" || rotation.verification?.state === "running" || !mayAct) return null;
      return <RotationButton act="verify" label="Verify new secret" />;
    case "promote":
      if (state !== "verified" || !mayAct) return null;
      return (
        <RotationButton
          act="promote"
          label="Promote"
          variant={step.status === "now" ? "filled" : "outlined"}
        />
      );
    case "check":
      if (state !== "promoted" || mode === "manual" || !mayAct) return null;
      return (
        <RotationButton
          act="checkUse"
          label="Check last use"
          variant={step.status === "now" ? "filled" : "outlined"}
        />
      );
    case "delete":
      return mayChangeSecrets ? <DeleteOldSecret rotation={rotation} /> : null;
    case "hand_over":
      return null;
  }
}

/** What stands under the words of a step. */
function StepDetail({ step, rotation, rights, revealAction }: StepPart) {
  const { state, mode } = rotation;
  const { mayAct, mayChangeSecrets } = rights;
  switch (step.id) {
    case "add": {
      const takesPaste = mode === "manual" && (state === "planned" || state === "created");
      return takesPaste && mayChangeSecrets ? <PasteSecretForm isAgain={state === "created"} /> : null;
    }
    case "verify":
      return state === "created" ? <VerifyStep rotation={rotation} mayAct={mayAct} /> : null;
    case "hand_over": {
      const isOffered = state === "verified" || state === "promoted";
      return isOffered && mayChangeSecrets ? (
        <CopySecret action={revealAction} isLikely={step.status === "now"} />
      ) : null;
    }
    case "promote":
      return null;
    case "check":
      if (state !== "promoted") return null;
      return (
        <>
          <CheckProgress rotation={rotation} />
          {mode === "manual" && mayAct && <TypeUseForm isLikely={step.status === "now"} />}
        </>
      );
    case "delete":
      return state === "promoted" ? (
        <DeletionWait rotation={rotation} mayDeleteAnyway={rights.mayDeleteAnyway} />
      ) : null;
  }
}

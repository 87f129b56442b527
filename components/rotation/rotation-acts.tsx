"use client";

import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from "react";
import { FailureNote } from "@/components/form/failure-note";
import { type FormBinding, useFormBinding } from "@/components/form/use-form-binding";
import { useStepUp } from "@/components/form/use-step-up";
import { hideConfirm } from "@/components/ui/confirm-address";
import { currentStepId } from "@/components/ui/step-list";
import type { Action, ActionState } from "@/lib/action-state";
import type { FailureWords } from "@/lib/failure-words";
import type { RotationAct } from "./rotation-act";

interface RotationActsProps {
  readonly actions: Readonly<Record<RotationAct, Action<null>>>;
  readonly organizationId: string;
  readonly credential: { readonly id: string; readonly name: string };
  /** One key for each form of the page, by the name that the form gives; new with every drawing. */
  readonly keys: Readonly<Record<string, string>>;
  /** Somebody acts at Adobe: nothing can be pressed. */
  readonly isLocked: boolean;
  /** The last act has no known end, so nothing is to be done again. */
  readonly isAttention: boolean;
  /** The step it is at, said after an act; null when it is over. */
  readonly now: string | null;
  /** How the last act at Adobe failed, if it did; shown until this visit has an answer of its own. */
  readonly standingFailure: FailureWords | null;
  /** Stands above the answers. */
  readonly header: ReactNode;
  readonly children: ReactNode;
}

interface RotationDesk
  extends Pick<RotationActsProps, "organizationId" | "credential" | "keys" | "isLocked"> {
  readonly bindings: Readonly<Record<RotationAct, FormBinding<null>>>;
  /** Told of every submit: it holds the form while the password is asked for. */
  readonly submitted: (act: RotationAct, form: FormData) => void;
}

const RotationContext = createContext<RotationDesk | null>(null);

export function useRotationDesk(): RotationDesk {
  const desk = useContext(RotationContext);
  if (desk === null) throw new Error("This part of the page stands outside RotationActs.");
  return desk;
}

/**
 * Holds the answers of all acts of a rotation. The form that was pressed is often gone when its answer
 * comes, because the rotation has moved on; so answers are kept and shown here, above all steps.
 */
export function RotationActs(props: RotationActsProps) {
  const { actions, organizationId, credential, keys, isLocked, isAttention, now, standingFailure } = props;
  const bindings = {
    start: useFormBinding(actions.start),
    startEmergency: useFormBinding(actions.startEmergency),
    chooseBound: useFormBinding(actions.chooseBound),
    add: useFormBinding(actions.add),
    paste: useFormBinding(actions.paste),
    adopt: useFormBinding(actions.adopt),
    deleteUnknown: useFormBinding(actions.deleteUnknown),
    verify: useFormBinding(actions.verify),
    cancelVerification: useFormBinding(actions.cancelVerification),
    confirm: useFormBinding(actions.confirm),
    withdraw: useFormBinding(actions.withdraw),
    promote: useFormBinding(actions.promote),
    checkUse: useFormBinding(actions.checkUse),
    typeUse: useFormBinding(actions.typeUse),
    deleteOld: useFormBinding(actions.deleteOld),
    deleteAnyway: useFormBinding(actions.deleteAnyway),
    cancel: useFormBinding(actions.cancel),
    findOut: useFormBinding(actions.findOut),
    invalidateTokens: useFormBinding(actions.invalidateTokens),
  };
  const [last, setLast] = useState<RotationAct | null>(null);
  // Without scripts the page comes back with the answer, and nobody has noted what was pressed.
  const answered = last ?? findAnswered(bindings) ?? "start";
  const [state] = bindings[answered];
  const { hold, dialog } = useStepUp(bindings[answered], organizationId);
  useFollowAnswer(state, answered === "confirm" || answered === "withdraw");

  const desk: RotationDesk = {
    organizationId,
    credential,
    keys,
    isLocked,
    bindings,
    submitted: (act, form) => {
      setLast(act);
      hold(form);
    },
  };
  return (
    <RotationContext value={desk}>
      {props.header}
      <RotationAnswer
        act={answered}
        state={state}
        isAttention={isAttention}
        standingFailure={standingFailure}
      />
      <p role="status" className="sr-only">
        {state.status === "done" && sayDone(now, isAttention)}
      </p>
      {props.children}
      {dialog}
    </RotationContext>
  );
}

function sayDone(now: string | null, isAttention: boolean): string {
  if (isAttention) return "The rotation still needs attention.";
  return now === null ? "Done." : `Done. Now: ${now}.`;
}

function findAnswered(bindings: RotationDesk["bindings"]): RotationAct | null {
  for (const act of Object.keys(bindings)) {
    if (isAct(act, bindings) && bindings[act][0].status !== "idle") return act;
  }
  return null;
}

function isAct(name: string, bindings: RotationDesk["bindings"]): name is RotationAct {
  return Object.hasOwn(bindings, name);
}

/** After an act the focus goes where the next one is. */
function useFollowAnswer(state: ActionState<null>, staysPut: boolean): void {
  const follow = useEffectEvent(() => {
    if (state.status !== "done") return;
    // The question may have been taken away together with its button.
    hideConfirm();
    if (staysPut) return;
    const place = document.getElementById(currentStepId) ?? document.getElementById("rotation-result");
    place?.focus();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is followed once.
  useEffect(() => follow(), [state]);
}

interface RotationAnswerProps {
  readonly act: RotationAct;
  readonly state: ActionState<null>;
  readonly isAttention: boolean;
  readonly standingFailure: FailureWords | null;
}

/** Acts whose form has fields and stays: it tells by itself what is wrong with them. */
const tellsItself: readonly RotationAct[] = ["start", "paste", "adopt", "typeUse"];

/** Above the steps: what went wrong. */
function RotationAnswer({ act, state, isAttention, standingFailure }: RotationAnswerProps) {
  if (state.status === "failed") {
    const wrong = Object.values(state.fields);
    if (state.kind === "step_up_required" || (wrong.length > 0 && tellsItself.includes(act))) return null;
    const { title } = state.words;
    const words = wrong.length === 0 ? state.words : { title, whatHappened: wrong.join(" ") };
    return (
      <div className="mb-4">
        <FailureNote words={isAttention ? adviseLooking(words) : words} />
      </div>
    );
  }
  if (standingFailure === null) return null;
  return (
    <div className="mb-4">
      <FailureNote words={isAttention ? adviseLooking(standingFailure) : standingFailure} isStanding />
    </div>
  );
}

/** What a failure usually advises is to try again. Where nobody knows what Adobe did, looking comes first. */
function adviseLooking({ title, whatHappened }: FailureWords): FailureWords {
  return { title, whatHappened, nextStep: "Press Find out what happened before anything else." };
}

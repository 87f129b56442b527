"use client";

import { Check, Minus } from "lucide-react";
import { TextAreaField } from "@/components/ui/text-area-field";
import { TimeText } from "@/components/ui/time-text";
import type { RotationView } from "@/lib/rotation/view/rotation-view";
import { useRotationDesk } from "./rotation-acts";
import { RotationQuestion } from "./rotation-question";

interface DeletionProps {
  readonly rotation: Pick<RotationView, "state" | "mode" | "unlock">;
}

const conditionsId = "unlock-conditions";

/** The last act. It can be pressed once nobody needs the old secret any more. */
export function DeleteOldSecret({ rotation: { state, mode, unlock } }: DeletionProps) {
  const { credential } = useRotationDesk();
  const isPromoted = state === "promoted";
  return (
    <RotationQuestion
      act="deleteOld"
      id="delete-old"
      label="Delete old secret"
      title={`Delete the old secret of ${credential.name}?`}
      asksName
      isDisabled={!isPromoted || !unlock.isUnlocked}
      {...(isPromoted && { describedBy: conditionsId })}
    >
      <p>{consequences[mode]}</p>
      {unlock.hiddenBefore !== null && (
        <p className="mt-1.5">
          What others did with it before <TimeText at={unlock.hiddenBefore} form="moment" /> is hidden by
          Latchkey's own request. List every system that uses it under Consumers first, if there may be one.
        </p>
      )}
    </RotationQuestion>
  );
}

/** What the deletion waits for, and the way around it. */
export function DeletionWait(props: DeletionProps & { readonly mayDeleteAnyway: boolean }) {
  const { mode, unlock } = props.rotation;
  return (
    <>
      <Conditions unlock={unlock} />
      {unlock.isUnlocked && mode === "manual" && (
        <p className="mt-2 text-ink">
          <strong>Delete it in the Developer Console now.</strong> Then press Delete old secret, which checks
          that Adobe refuses it.
        </p>
      )}
      {!unlock.isUnlocked && props.mayDeleteAnyway && <DeleteAnyway mode={mode} />}
    </>
  );
}

function DeleteAnyway({ mode }: Pick<RotationView, "mode">) {
  const { credential } = useRotationDesk();
  return (
    <div className="mt-2 -ml-2.5">
      <RotationQuestion
        act="deleteAnyway"
        id="delete-anyway"
        label="Delete now anyway"
        variant="quiet"
        size="small"
        title={`Delete the old secret of ${credential.name} now?`}
        asksName
        fields={
          <TextAreaField
            name="reason"
            id="delete-reason"
            label="Reason"
            isRequired
            maxLength={500}
            hint="It stands in the audit log and in the record."
          />
        }
      >
        {consequences[mode]} It is not known that nobody needs it: systems that still use it stop working.
      </RotationQuestion>
    </div>
  );
}

const consequences = {
  api: "Adobe deletes it for ever, and its value is destroyed here. Tokens that it issued live on for up to 24 hours.",
  manual:
    "Latchkey asks Adobe for a token with it. If Adobe refuses, the secret is gone, and its value is destroyed here. If not, nothing changes.",
} as const;

function Conditions({ unlock }: Pick<RotationView, "unlock">) {
  return (
    <div id={conditionsId} className="mt-1 flex flex-col gap-0.5">
      {unlock.conditions.map(({ id, isMet, words }) => (
        <div key={id} className="flex items-start gap-2">
          {isMet ? (
            <Check size={14} aria-hidden="true" className="mt-0.75 shrink-0 text-good" />
          ) : (
            <Minus size={14} aria-hidden="true" className="mt-0.75 shrink-0 text-attend" />
          )}
          <span>
            {words}
            <span className="sr-only">{isMet ? " (met)." : " (not met)."}</span>
          </span>
        </div>
      ))}
    </div>
  );
}

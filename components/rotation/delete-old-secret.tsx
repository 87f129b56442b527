"use client";

import { Check, Minus } from "lucide-react";
import { TextAreaField } from "@/components/ui/text-area-field";
import type { RotationView } from "@/lib/rotation/rotation-view";
import { useRotationDesk } from "./rotation-acts";
import { RotationQuestion } from "./rotation-question";
import type { RotationRights } from "./rotation-rights";

interface DeleteOldSecretProps {
  readonly rotation: Pick<RotationView, "state" | "mode" | "unlock" | "promotedAt">;
  readonly rights: Pick<RotationRights, "mayChangeSecrets" | "mayDeleteAnyway">;
}

const conditionsId = "unlock-conditions";

/** What the deletion waits for, and the two ways to do it. */
export function DeleteOldSecret({ rotation, rights }: DeleteOldSecretProps) {
  const { credential } = useRotationDesk();
  const { state, mode, unlock } = rotation;
  const isPromoted = state === "promoted";
  const isReady = isPromoted && unlock.isUnlocked;
  const isByHand = mode === "manual";
  return (
    <>
      {isPromoted && <Conditions unlock={unlock} />}
      {isReady && isByHand && (
        <p className="mt-2 text-ink">
          <strong>Delete it in the Developer Console now.</strong> Then press Delete old secret, which checks
          that Adobe refuses it.
        </p>
      )}
      {rights.mayChangeSecrets && (
        <div className="mt-3 flex flex-wrap items-center gap-2">
          <RotationQuestion
            act="deleteOld"
            id="delete-old"
            label="Delete old secret"
            title={`Delete the old secret of ${credential.name}?`}
            asksName
            isDisabled={!isReady}
            {...(isPromoted && { describedBy: conditionsId })}
          >
            {isByHand ? byHandConsequence : consequence}
          </RotationQuestion>
          {isPromoted && !unlock.isUnlocked && rights.mayDeleteAnyway && (
            <RotationQuestion
              act="deleteAnyway"
              id="delete-anyway"
              label="Delete now anyway"
              variant="quiet"
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
              {isByHand ? byHandConsequence : consequence} It is not known that nobody needs it: systems that
              still use it stop working.
            </RotationQuestion>
          )}
        </div>
      )}
    </>
  );
}

const consequence =
  "Adobe deletes it for ever, and its value is destroyed here. Tokens that it issued live on for up to 24 hours.";
const byHandConsequence =
  "Latchkey asks Adobe for a token with it. If Adobe refuses, the secret is gone, and its value is destroyed here. If not, nothing changes.";

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

"use client";

import { Panel } from "@/components/ui/panel";
import { shorten } from "@/components/ui/shorten";
import { StatusTag } from "@/components/ui/status-tag";
import type { SlotView, TroubleView } from "@/lib/rotation/view/rotation-view";
import { AdoptSecretForm } from "./manual-forms";
import { useRotationDesk } from "./rotation-acts";
import { RotationButton } from "./rotation-form";
import { RotationQuestion } from "./rotation-question";
import { SlotFacts } from "./slot-facts";

interface TroublePanelProps {
  readonly trouble: TroubleView;
  /** Whether the last act has no known end, as opposed to a choice that comes before the next one. */
  readonly isAttention: boolean;
  readonly mayAct: boolean;
  readonly mayChangeSecrets: boolean;
}

/** What is in the way: what happened, what is safe, what a person can do. */
export function TroublePanel({ trouble, isAttention, mayAct, mayChangeSecrets }: TroublePanelProps) {
  const { title, words, offers, secrets } = trouble;
  const isFirst = offers[0] === "find_out";
  return (
    <Panel
      title="What to do now"
      isRegion
      aside={<StatusTag tone="attend">{isAttention ? "ATTENTION" : "Your choice"}</StatusTag>}
    >
      <p className="font-semibold">{title}</p>
      {words.map((sentence) => (
        <p key={sentence} className="mt-1 text-soft">
          {sentence}
        </p>
      ))}
      {offers.includes("adopt") && mayChangeSecrets && (
        <div className="mt-4">
          <AdoptSecretForm />
        </div>
      )}
      {secrets.length > 0 && (
        <ul aria-label="Secrets at Adobe" className="mt-4 divide-y divide-line border-y border-line">
          {secrets.map((slot) => (
            <li key={slot.adobeSecretId} className="flex flex-wrap items-center justify-between gap-3 py-3">
              <div className="min-w-0">
                <SlotFacts slot={slot} />
              </div>
              {mayChangeSecrets && offers.includes("choose") && (
                <RotationButton
                  act="chooseBound"
                  about={slot.adobeSecretId}
                  hidden={{ adobeSecretId: slot.adobeSecretId }}
                  label="Choose this secret"
                  variant="outlined"
                  size="small"
                />
              )}
              {mayChangeSecrets && offers.includes("delete_unknown") && mayGo(slot) && (
                <DeleteUnknown slot={slot} />
              )}
            </li>
          ))}
        </ul>
      )}
      {offers.includes("find_out") && mayAct && (
        <div className="mt-4">
          <RotationButton
            act="findOut"
            label="Find out what happened"
            variant={isFirst ? "filled" : "outlined"}
          />
        </div>
      )}
    </Panel>
  );
}

/** The stored secrets that a rotation needs are never offered. */
function mayGo({ role }: SlotView): boolean {
  return role === "unknown" || role === "previous";
}

function DeleteUnknown({ slot }: { readonly slot: SlotView }) {
  const { credential } = useRotationDesk();
  return (
    <RotationQuestion
      act="deleteUnknown"
      about={slot.adobeSecretId}
      id={`delete-${slot.adobeSecretId}`}
      label="Delete unknown secret"
      size="small"
      title={`Delete secret ${shorten(slot.adobeSecretId)} of ${credential.name}?`}
      hidden={{ adobeSecretId: slot.adobeSecretId }}
      asksName
    >
      <p>
        Whoever uses this secret is refused from then on, and Adobe cannot restore it. The stored secret stays
        as it is.
      </p>
      <div className="mt-2">
        <SlotFacts slot={slot} />
      </div>
    </RotationQuestion>
  );
}

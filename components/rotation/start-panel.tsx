"use client";

import { Panel } from "@/components/ui/panel";
import { SelectField } from "@/components/ui/select-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { useRotationDesk } from "./rotation-acts";
import { RotationForm } from "./rotation-form";
import { RotationQuestion } from "./rotation-question";

const modes = [
  { value: "api", label: "Latchkey does it at Adobe" },
  { value: "manual", label: "By hand in the Developer Console" },
];

interface StartPanelProps {
  /** Preselected: by hand where Adobe offers no API. */
  readonly mode: "api" | "manual";
  readonly mayStartEmergency: boolean;
  /** The last one has ended: another one is not the likely act. */
  readonly isAgain: boolean;
}

/** Begins a rotation. Nothing changes at Adobe yet. */
export function StartPanel({ mode, mayStartEmergency, isAgain }: StartPanelProps) {
  const { credential } = useRotationDesk();
  return (
    <Panel title="Start rotation" isRegion>
      <p className="mb-4 text-soft">
        Starting asks Adobe which of its secrets is the stored one. Nothing changes there before you press Add
        secret, and the old secret keeps working until you delete it in the last step.
      </p>
      <RotationForm act="start" refusal="Nothing was started.">
        {(form) => (
          <div className="flex max-w-md flex-col gap-4">
            <SelectField {...form.field("mode", mode)} label="How" options={modes} />
            <details>
              <summary className="rounded-sm text-soft">Settings</summary>
              <div className="mt-3">
                <TextField
                  {...form.field("quietHours", "24")}
                  label="Quiet time in hours"
                  inputMode="numeric"
                  hint="How long the old secret must have been unused before it may be deleted. A token lives for 24 hours, so less would prove nothing."
                />
              </div>
            </details>
            <div>
              <SubmitButton variant={isAgain ? "outlined" : "filled"}>Start rotation</SubmitButton>
            </div>
          </div>
        )}
      </RotationForm>
      {mayStartEmergency && (
        <div className="mt-4 flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
          <p className="min-w-0 flex-1 basis-60 text-soft">
            Has the secret leaked? An emergency does not wait for the quiet time. The new secret is verified
            all the same.
          </p>
          <RotationQuestion
            act="startEmergency"
            id="emergency-start"
            label="Emergency rotation"
            variant="outlined"
            title={`Emergency rotation of ${credential.name}?`}
            fields={
              <SelectField name="mode" id="emergency-mode" label="How" options={modes} defaultValue={mode} />
            }
          >
            {emergencyConsequence}
          </RotationQuestion>
        </div>
      )}
    </Panel>
  );
}

const emergencyConsequence =
  "The old secret may be deleted as soon as the new one is verified and in place, without the quiet time: systems that still use it are refused. Tokens that are already issued live for up to 24 hours; after the promotion you can invalidate those that Latchkey knows.";

/** Turns a rotation that is under way into an emergency. */
export function DeclareEmergency() {
  const { credential } = useRotationDesk();
  return (
    <RotationQuestion
      act="startEmergency"
      id="emergency"
      label="Emergency rotation"
      variant="outlined"
      title={`Emergency rotation of ${credential.name}?`}
    >
      {emergencyConsequence}
    </RotationQuestion>
  );
}

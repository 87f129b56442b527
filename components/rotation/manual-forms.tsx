"use client";

import { SecretField } from "@/components/ui/secret-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { useRotationDesk } from "./rotation-acts";
import { RotationForm } from "./rotation-form";

/** In manual mode the new secret comes from the Developer Console through a person. */
export function PasteSecretForm({ isAgain }: { readonly isAgain: boolean }) {
  const { isLocked } = useRotationDesk();
  return (
    <RotationForm act="paste" refusal="Nothing was stored." className="mt-3 flex max-w-md flex-col gap-3">
      {(form) => (
        <>
          <SecretField
            {...form.secretField("clientSecret")}
            label="Client secret"
            isRequired
            hint={
              isAgain
                ? "Another value takes the place of the one pasted before."
                : "The new one. Sealed when you press the button."
            }
          />
          <div>
            <SubmitButton variant={isAgain ? "outlined" : "filled"} isDisabled={isLocked}>
              Add secret
            </SubmitButton>
          </div>
        </>
      )}
    </RotationForm>
  );
}

/** The lost value of a secret that Adobe made: the Developer Console still shows it. */
export function AdoptSecretForm() {
  const { isLocked } = useRotationDesk();
  return (
    <RotationForm act="adopt" refusal="Nothing was adopted." className="flex max-w-md flex-col gap-3">
      {(form) => (
        <>
          <SecretField
            {...form.secretField("clientSecret")}
            label="Client secret"
            isRequired
            hint="Its value from the Developer Console. Latchkey proves that it is this one before it keeps it."
          />
          <div>
            <SubmitButton isDisabled={isLocked}>Adopt by pasting</SubmitButton>
          </div>
        </>
      )}
    </RotationForm>
  );
}

/** In manual mode the last uses are read in the Developer Console and typed. */
export function TypeUseForm({ isLikely }: { readonly isLikely: boolean }) {
  const { isLocked } = useRotationDesk();
  return (
    <RotationForm act="typeUse" refusal="Nothing was kept." className="mt-3 flex max-w-md flex-col gap-3">
      {(form) => (
        <>
          <TextField
            {...form.field("oldLastUsedAt")}
            type="datetime-local"
            label="Old secret last used (UTC)"
            hint="As the Developer Console shows it. Leave it empty if it was never used."
          />
          <TextField
            {...form.field("newLastUsedAt")}
            type="datetime-local"
            label="New secret last used (UTC)"
          />
          <div>
            <SubmitButton variant={isLikely ? "filled" : "outlined"} isDisabled={isLocked}>
              Check last use
            </SubmitButton>
          </div>
        </>
      )}
    </RotationForm>
  );
}

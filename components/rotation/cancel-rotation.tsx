"use client";

import { CheckField } from "@/components/ui/check-field";
import { useRotationDesk } from "./rotation-acts";
import { RotationQuestion } from "./rotation-question";

interface CancelRotationProps {
  readonly consequence: string;
  /** The new secret is deleted at Adobe, and a system may use it already. */
  readonly deletesNewSecret: boolean;
}

/** The way back, from wherever the rotation stands. */
export function CancelRotation({ consequence, deletesNewSecret }: CancelRotationProps) {
  const { credential } = useRotationDesk();
  return (
    <RotationQuestion
      act="cancel"
      id="cancel"
      label="Cancel rotation"
      variant="outlined"
      title={`Cancel the rotation of ${credential.name}?`}
      fields={
        deletesNewSecret && (
          <CheckField name="accept" id="cancel-accept" label="Delete it even if a system uses it already" />
        )
      }
    >
      <span className="break-words">{consequence}</span>
    </RotationQuestion>
  );
}

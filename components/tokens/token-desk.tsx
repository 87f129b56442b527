"use client";

import type { ReactNode } from "react";
import { BoundForm, FormAnswer } from "@/components/form/action-form";
import { useFormBinding } from "@/components/form/use-form-binding";
import { joinClasses } from "@/components/ui/join-classes";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TimeText } from "@/components/ui/time-text";
import type { Action } from "@/lib/action-state";
import type { EndedToken, RevealedToken, TokenValidity } from "@/lib/tokens/token-validity";
import { InvalidateToken } from "./invalidate-token";
import { RevealToken } from "./reveal-token";
import { ValidityNote } from "./validity-note";

interface TokenDeskProps {
  readonly organizationId: string;
  readonly credential: { readonly id: string; readonly name: string; readonly isArchived: boolean };
  /** Of the token that is held for the viewer; null where none is. */
  readonly fingerprint: string | null;
  readonly heldUntil: string | null;
  readonly validateAction: Action<TokenValidity>;
  /** This and the next are absent for those who may not. */
  readonly revealAction?: Action<RevealedToken>;
  readonly invalidateAction?: Action<EndedToken>;
  /** What the token says. */
  readonly children: ReactNode;
}

/** The held token and what can be done with it. Answers stay when the token they are about is gone. */
export function TokenDesk(props: TokenDeskProps) {
  const { organizationId, credential, fingerprint, heldUntil, validateAction, revealAction } = props;
  const validation = useFormBinding(validateAction);
  const [validity] = validation;
  return (
    <Panel
      title="Token"
      isRegion
      aside={
        heldUntil !== null && (
          <>
            held until <TimeText at={heldUntil} form="clock" />
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <FormAnswer state={validity} refusal="Adobe was not asked." />
        {validity.status === "done" && validity.value.fingerprint === fingerprint && (
          <ValidityNote validity={validity.value} />
        )}
        {fingerprint === null && <NothingHeld isArchived={credential.isArchived} />}
        {props.children}
        <div
          className={joinClasses(
            "flex flex-wrap items-start gap-2 empty:hidden",
            // Without a token only answers are left in it: they come before what is true from now on.
            fingerprint === null && "order-first",
          )}
          data-print="hide"
        >
          {fingerprint !== null && (
            <BoundForm
              binding={validation}
              organizationId={organizationId}
              hidden={{ credentialId: credential.id }}
              isAnswerElsewhere
            >
              {() => <SubmitButton variant="outlined">Validate</SubmitButton>}
            </BoundForm>
          )}
          {revealAction !== undefined && (
            <RevealToken
              action={revealAction}
              organizationId={organizationId}
              credentialId={credential.id}
              fingerprint={fingerprint}
            />
          )}
          {props.invalidateAction !== undefined && (
            <InvalidateToken
              action={props.invalidateAction}
              organizationId={organizationId}
              credential={credential}
              fingerprint={fingerprint}
            />
          )}
        </div>
      </div>
    </Panel>
  );
}

function NothingHeld({ isArchived }: { readonly isArchived: boolean }) {
  return (
    <Note
      tone="neutral"
      announce="none"
      title="No token is held for you"
      {...(!isArchived && { next: "Press Test token: it asks for a new one." })}
    >
      <p>
        The token of a test is kept for 5 minutes, for the session that asked for it and in the memory of one
        server. {isArchived && "This credential is archived, and is not tested."}
      </p>
    </Note>
  );
}

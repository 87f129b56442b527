"use client";

import { useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { BoundForm } from "@/components/form/action-form";
import { useFormBinding } from "@/components/form/use-form-binding";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { Action } from "@/lib/action-state";
import type { RevealedToken } from "@/lib/tokens/token-validity";

interface RevealTokenProps {
  readonly action: Action<RevealedToken>;
  readonly organizationId: string;
  readonly credentialId: string;
  /** Of the token that is held; null where none is. */
  readonly fingerprint: string | null;
}

/** Shows the token once, for a minute. Hiding it, or leaving the page, throws the value away. */
export function RevealToken(props: RevealTokenProps) {
  const [round, setRound] = useState({ count: 0, wasByHand: false });
  return (
    <OneReveal
      // Another token is another reveal, so that none is shown under the name of the next.
      key={`${props.fingerprint} ${round.count}`}
      {...props}
      takesFocus={round.wasByHand}
      onHide={(wasByHand) => setRound({ count: round.count + 1, wasByHand })}
    />
  );
}

interface OneRevealProps extends RevealTokenProps {
  readonly takesFocus: boolean;
  readonly onHide: (wasByHand: boolean) => void;
}

function OneReveal(props: OneRevealProps) {
  const { action, organizationId, credentialId, fingerprint, takesFocus, onHide } = props;
  const binding = useFormBinding(action);
  const [state] = binding;
  if (state.status === "done") return <ShownToken revealed={state.value} onHide={onHide} />;
  // Without a token the form is not offered, and what became of the last try is still told.
  if (fingerprint === null && state.status === "idle") return null;
  return (
    <BoundForm binding={binding} organizationId={organizationId} hidden={{ credentialId }}>
      {() =>
        fingerprint !== null && (
          <SubmitButton variant="outlined" takesFocus={takesFocus}>
            Reveal
          </SubmitButton>
        )
      }
    </BoundForm>
  );
}

const shownForSeconds = 60;

interface ShownTokenProps {
  readonly revealed: RevealedToken;
  readonly onHide: (wasByHand: boolean) => void;
}

function ShownToken({ revealed, onHide }: ShownTokenProps) {
  const region = useRef<HTMLElement>(null);
  const titleId = useId();
  const isHydrated = useHydrated();
  const secondsLeft = useCountdown(() => onHide(false));
  useEffect(() => region.current?.focus(), []);
  return (
    <section
      ref={region}
      tabIndex={-1}
      aria-labelledby={titleId}
      data-print="hide"
      className="order-last min-w-0 basis-full rounded-control border border-control-line bg-panel p-3.5"
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 id={titleId} className="font-semibold">
          Access token
        </h3>
        {isHydrated && (
          <div className="flex items-center gap-3">
            <span role="timer" className="text-soft">
              Hidden again in {secondsLeft} s
            </span>
            <Button size="small" onClick={() => onHide(true)}>
              Hide
            </Button>
          </div>
        )}
      </div>
      <p className="mt-1 text-sm text-soft">
        It stands in the audit log that you saw it. Whoever has it can do what the credential may do, until it
        expires.
      </p>
      <p className="mt-2.5 flex items-start gap-1">
        <code className="min-w-0 flex-1 break-all">{revealed.accessToken}</code>
        <CopyButton value={revealed.accessToken} label="Copy access token" />
      </p>
    </section>
  );
}

/** The seconds that are left, by the clock: a page that slept is late no longer than until it wakes. */
function useCountdown(onOver: () => void): number {
  const [secondsLeft, setSecondsLeft] = useState(shownForSeconds);
  const over = useEffectEvent(onOver);
  useEffect(() => {
    const endsAtMs = Date.now() + shownForSeconds * 1_000;
    const timer = setInterval(() => {
      const left = Math.ceil((endsAtMs - Date.now()) / 1_000);
      if (left > 0) setSecondsLeft(left);
      else over();
    }, 1_000);
    return () => clearInterval(timer);
  }, []);
  return secondsLeft;
}

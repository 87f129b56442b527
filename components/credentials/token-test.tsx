"use client";

import { createContext, type ReactNode, useContext, useState } from "react";
import { BoundForm } from "@/components/form/action-form";
import { FailureNote } from "@/components/form/failure-note";
import { type FormBinding, useFormBinding } from "@/components/form/use-form-binding";
import { Panel } from "@/components/ui/panel";
import { Spinner } from "@/components/ui/spinner";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import type { Action } from "@/lib/action-state";
import type { TokenTestResult } from "@/lib/tokens/token-test-result";
import { TokenTestFacts } from "./token-test-facts";

const TokenTestContext = createContext<FormBinding<TokenTestResult> | null>(null);

interface TokenTestProviderProps {
  readonly action: Action<TokenTestResult>;
  readonly children: ReactNode;
}

/** Lets the button in the header and the result in the page share one answer. */
export function TokenTestProvider({ action, children }: TokenTestProviderProps) {
  return <TokenTestContext value={useFormBinding(action)}>{children}</TokenTestContext>;
}

interface TestTokenButtonProps {
  readonly organizationId: string;
  readonly credentialId: string;
  /** Right after registering, the next act is to test. */
  readonly takesFocus: boolean;
}

export function TestTokenButton({ organizationId, credentialId, takesFocus }: TestTokenButtonProps) {
  const binding = useContext(TokenTestContext);
  if (binding === null) return null;
  return (
    <BoundForm binding={binding} organizationId={organizationId} hidden={{ credentialId }} isAnswerElsewhere>
      {() => <SubmitButton takesFocus={takesFocus}>Test token</SubmitButton>}
    </BoundForm>
  );
}

interface TokenTestResultPanelProps {
  /** Where a granted token is inspected. */
  readonly inspectHref?: string;
  /** Where the page itself shows what came of a test that succeeded. */
  readonly showsTroubleOnly?: boolean;
}

/** Absent until a test is asked for in this visit. */
export function TokenTestResultPanel({ inspectHref, showsTroubleOnly = false }: TokenTestResultPanelProps) {
  const binding = useContext(TokenTestContext);
  if (binding === null) return null;
  const [state, , isPending] = binding;
  if (state.status === "idle" && !isPending) return null;
  const isGranted = state.status === "done" && state.value.outcome === "succeeded";
  if (showsTroubleOnly && isGranted && !isPending) return null;
  return (
    <Panel
      title="Token test result"
      isRegion
      isBusy={isPending}
      aside={!isPending && state.status === "done" && <Timing result={state.value} />}
    >
      {isPending && (
        <p className="flex items-center gap-2 text-soft">
          <Spinner /> Asking for a fresh token…
        </p>
      )}
      {!isPending && state.status === "failed" && <FailureNote words={state.words} />}
      {!isPending && state.status === "done" && <TokenTestFacts result={state.value} />}
      {!isPending && isGranted && inspectHref !== undefined && (
        <p className="mt-4">
          <TextLink href={inspectHref}>Inspect this token</TextLink>{" "}
          <span className="text-faint">for 5 minutes</span>
        </p>
      )}
    </Panel>
  );
}

function Timing({ result: { answeredAt, durationMs } }: { readonly result: TokenTestResult }) {
  return (
    <>
      <TimeText at={answeredAt} /> · {durationMs} ms
    </>
  );
}

/** Whether the page shows a test of this visit. */
export function useIsTestShown(): boolean {
  const binding = useContext(TokenTestContext);
  return binding !== null && (binding[2] || binding[0].status !== "idle");
}

interface UntilTestedProps {
  /** What the children tell of; another one is news again. */
  readonly act: string;
  readonly children: ReactNode;
}

/** For what is only true until the next test of this visit. */
export function UntilTested({ act, children }: UntilTestedProps) {
  const binding = useContext(TokenTestContext);
  const test = binding?.[0];
  const [told, setTold] = useState({ act, test });
  if (told.act !== act) setTold({ act, test });
  const isOvertaken = binding?.[2] === true || told.test !== test;
  return isOvertaken ? null : children;
}

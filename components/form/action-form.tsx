"use client";

import { type ReactNode, type SubmitEvent, startTransition, useRef } from "react";
import { ErrorSummary } from "@/components/ui/error-summary";
import type { Action, ActionState } from "@/lib/action-state";
import { FailureNote } from "./failure-note";
import { type FormBinding, useFormBinding } from "./use-form-binding";
import { useFormReset } from "./use-form-reset";
import { useStepUp } from "./use-step-up";

/** What a form's children need to draw themselves after an answer. */
export interface FormView<T> {
  readonly state: ActionState<T>;
  /** Error and default of one field; spread into a field component. */
  readonly field: (name: string, initial?: string) => FieldAnswer & { readonly defaultValue: string };
  /** Only the error: for secrets, which take no default. */
  readonly secretField: (name: string) => FieldAnswer;
}

interface FieldAnswer {
  readonly name: string;
  readonly error: string | undefined;
}

interface FormProps<T> {
  /** The organization that this page shows; the gate refuses when another tab has switched. */
  readonly organizationId: string;
  /** Ids and versions that travel with the form. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** What did not happen when fields are wrong: "Nothing was saved." */
  readonly refusal?: string;
  readonly className?: string;
  /** The caller draws the answer somewhere else on the page. */
  readonly isAnswerElsewhere?: boolean;
  /** The caller holds what was submitted and asks for the password. */
  readonly isStepUpElsewhere?: boolean;
  /** Told of every submit, before it leaves. */
  readonly onSubmit?: (form: FormData) => void;
  readonly children: (form: FormView<T>) => ReactNode;
}

/**
 * A form over a server action. It works as a plain POST before JavaScript. With it, failures come
 * back beside the fields, and an act that asks for a step-up waits while the person confirms.
 */
export function ActionForm<T>({ action, ...props }: FormProps<T> & { readonly action: Action<T> }) {
  return <BoundForm {...props} binding={useFormBinding(action)} />;
}

/** The same over a binding that the caller made. */
export function BoundForm<T>(props: FormProps<T> & { readonly binding: FormBinding<T> }) {
  const {
    binding,
    organizationId,
    hidden = {},
    refusal = "Nothing was changed.",
    className,
    children,
  } = props;
  const [state, dispatch] = binding;
  const element = useRef<HTMLFormElement>(null);
  const { hold, dialog } = useStepUp(binding, organizationId);
  const { noteSubmit } = useFormReset(element, state);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget, event.nativeEvent.submitter);
    noteSubmit(event.currentTarget);
    hold(form);
    props.onSubmit?.(form);
    startTransition(() => dispatch(form));
  }

  const { fields, values } = state.status === "failed" ? state : noAnswers;
  const view: FormView<T> = {
    state,
    field: (name, initial = "") => ({ name, error: fields[name], defaultValue: values[name] ?? initial }),
    secretField: (name) => ({ name, error: fields[name] }),
  };
  return (
    <>
      <form ref={element} action={dispatch} onSubmit={submit} noValidate className={className}>
        <input type="hidden" name="organizationId" value={organizationId} />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={values[name] ?? value} />
        ))}
        {props.isAnswerElsewhere !== true && <FormAnswer state={state} refusal={refusal} />}
        {children(view)}
      </form>
      {props.isStepUpElsewhere !== true && dialog}
    </>
  );
}

const noAnswers: Readonly<Record<"fields" | "values", Readonly<Record<string, string>>>> = {
  fields: {},
  values: {},
};

/** Above the fields: what went wrong, unless it is a step-up, which has its own dialog. */
export function FormAnswer<T>(props: { readonly state: ActionState<T>; readonly refusal: string }) {
  const { state, refusal } = props;
  if (state.status !== "failed" || state.kind === "step_up_required") return null;
  const isAboutFields = Object.keys(state.fields).length > 0 && state.words.link === undefined;
  return (
    <div className="mb-4">
      {isAboutFields ? (
        <ErrorSummary errors={state.fields} title={refusal} />
      ) : (
        <FailureNote words={state.words} />
      )}
    </div>
  );
}

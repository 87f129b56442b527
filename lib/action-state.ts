import type { Failure } from "./failure";
import type { FailureWords } from "./failure-words";

/**
 * What an action answers to the form that called it. It crosses to the browser, so it holds words,
 * ids and the safe fields of the form; never a secret.
 */
export type ActionState<T> =
  | { readonly status: "idle" }
  | { readonly status: "done"; readonly value: T }
  | {
      readonly status: "failed";
      readonly kind: Failure["kind"];
      readonly words: FailureWords;
      /** One sentence per field, keyed by form name. */
      readonly fields: Readonly<Record<string, string>>;
      /** What was typed, less everything secret, to be put back as defaults. */
      readonly values: Readonly<Record<string, string>>;
    };

/** The shape of every server action: `useActionState` on one side, the gate on the other. */
export type Action<T> = (previous: ActionState<unknown>, form: FormData) => Promise<ActionState<T>>;

export const idleState: ActionState<never> = { status: "idle" };

import type { AdobeFailure } from "@/lib/failure";
import type { Certainty } from "@/lib/failure-words";
import type { Circumstance } from "./circumstances";
import type { FailureContext } from "./failure-context";

import type { Place } from "./places";

/** What a sentence may mention. Nothing of it was typed by a person or sent by Adobe. */
export interface FailureFacts {
  /** Who answered: a product, "Adobe", "Adobe's stage environment" or "The sandbox". Begins a sentence. */
  readonly server: string;
  /** Whose gateway it was: a product, or "the API". */
  readonly product: string;
  /** How to find out whether the server itself is down. Begins a sentence. */
  readonly lookForOutage: string;
  readonly failure: AdobeFailure;
  readonly context: FailureContext;
  readonly now: Date;
}

export type Words = string | ((facts: FailureFacts) => string);

/** `none` leaves a cause out. */
export type Weight = Certainty | "none";

export interface CauseRow {
  readonly text: Words;
  /** How sure it is where nothing is known of the credential. */
  readonly certainty: Weight;
  /** Under a circumstance it is this sure instead; the first that holds, in their own order, decides. */
  readonly when?: Readonly<Partial<Record<Circumstance, Weight>>>;
  /** What to do when this is the first cause, where that differs from the failure's own next step. */
  readonly nextStep?: Words;
  readonly place?: Place;
}

/** One line of the table: everything there is to say about a code. */
export interface FailureRow {
  readonly title: Words;
  readonly whatHappened: Words;
  /** Those that are equally sure stay in this order. */
  readonly causes: readonly [CauseRow, ...CauseRow[]];
  readonly nextStep: Words;
  readonly place?: Place;
}

export type FailureRows = Readonly<Record<string, FailureRow>>;

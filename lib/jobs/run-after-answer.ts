import { after } from "next/server";

/** Runs work that the caller does not wait for. It must not reject. */
export type RunLater = (work: () => Promise<void>) => void;

/**
 * Runs the work once the action has been answered: Next runs the actions of one browser one after another,
 * so none may take long.
 */
export const runAfterAnswer: RunLater = (work) => after(work);

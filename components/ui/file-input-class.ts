import { controlClass } from "./field";
import { joinClasses } from "./join-classes";

/** Looks of a native file chooser. */
export const fileInputClass = joinClasses(
  controlClass,
  "py-1.5 text-soft file:mr-3 file:rounded-control file:border file:border-line file:bg-raised file:px-2.5 file:py-1 file:text-sm file:font-medium file:text-ink",
);

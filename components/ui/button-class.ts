import { joinClasses } from "./join-classes";

/**
 * `filled` is the one likely act of a page, `outlined` all others, `quiet` an act inside a line.
 * `danger` is outlined; `danger-filled` is only for the button that confirms.
 */
export type ButtonVariant = "filled" | "outlined" | "quiet" | "danger" | "danger-filled";

export type ButtonSize = "normal" | "small";

const shapes: Record<ButtonSize, string> = {
  normal: "min-h-9 max-wide:min-h-11 px-3.5 py-1.5",
  small: "min-h-7 max-wide:min-h-9 px-2.5 py-1 text-sm",
};

const looks: Record<ButtonVariant, string> = {
  filled:
    "border-accent bg-accent text-on-accent shadow-small hover:border-accent-strong hover:bg-accent-strong",
  outlined: "border-line bg-panel text-ink shadow-small hover:bg-raised",
  quiet: "border-transparent text-soft hover:bg-raised hover:text-ink",
  danger: "border-line bg-panel text-bad shadow-small hover:border-bad hover:bg-bad-ground",
  "danger-filled": "border-bad bg-bad text-on-bad shadow-small hover:border-bad-strong hover:bg-bad-strong",
};

/** The look of a button, shared by buttons and links that stand for an act. */
export function buttonClass(variant: ButtonVariant, size: ButtonSize = "normal"): string {
  return joinClasses(
    "inline-flex items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap",
    "transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-busy:cursor-progress",
    shapes[size],
    looks[variant],
  );
}

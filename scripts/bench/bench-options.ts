import type { CleanUps } from "@/scripts/run-command";

export interface BenchOptions {
  /** Counts too small for figures: it proves that everything runs. */
  readonly isQuick: boolean;
  /** Events in the log that is measured; absent where it was not said. */
  readonly events?: number;
  readonly stop: AbortSignal;
  readonly cleanUps: CleanUps;
  readonly say: (line: string) => void;
}

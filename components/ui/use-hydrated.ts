import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on the server and during hydration, true from then on: guards what only works with JavaScript. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

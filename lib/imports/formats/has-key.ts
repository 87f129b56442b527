/** Whether JSON is an object with every one of these keys of its own, whatever they hold. Cheaper than a schema that fails. */
export function hasKey(json: unknown, ...keys: readonly string[]): boolean {
  return typeof json === "object" && json !== null && keys.every((key) => Object.hasOwn(json, key));
}

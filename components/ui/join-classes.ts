/** Joins class names; what is false or undefined is left out. */
export function joinClasses(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined && part !== "").join(" ");
}

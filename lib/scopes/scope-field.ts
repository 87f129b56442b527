/** The form name of the tick box of one scope, counted in the order of the credential's list. */
export function scopeField(index: number): string {
  return `scope${index}`;
}

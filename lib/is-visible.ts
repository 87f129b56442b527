/** Whether there is anything to see: a name of zero-width characters alone would be a link that nobody finds. */
export function isVisible(text: string): boolean {
  return /[^\s\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text);
}

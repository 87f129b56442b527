const shapes = {
  clientId: [/^[0-9a-f]{32}$/, "Adobe's client IDs are usually 32 characters, 0–9 and a–f."],
  imsOrgId: [/^[0-9A-F]{24}@AdobeOrg$/, "Organization IDs usually look like 24 characters and @AdobeOrg."],
  technicalAccountId: [
    /^[0-9A-Za-z-]{20,40}@techacct\.adobe\.com$/,
    "Technical account IDs usually end in @techacct.adobe.com.",
  ],
  technicalAccountEmail: [
    /^[^@\s]{1,100}@techacct\.adobe\.com$/,
    "Technical account emails usually end in @techacct.adobe.com.",
  ],
} as const;

export type IdentifierField = keyof typeof shapes;

/**
 * A warning for an identifier that looks unlike Adobe's own examples, or null. Adobe documents no
 * exact format, so an odd one is never refused.
 */
export function warnOfOddIdentifier(field: IdentifierField, value: string): string | null {
  const [shape, warning] = shapes[field];
  return value === "" || shape.test(value) ? null : `${warning} It is kept as you typed it.`;
}

/** Adobe's guide to migrating Service Account (JWT) credentials names both days. */
const endOfLife = Date.UTC(2025, 5, 30);
const lastConversion = Date.UTC(2026, 2, 1);

export type JwtEra = "deprecated" | "ended" | "converted";

/** Where Adobe's timetable for JWT stands: before its end, after it, and after the last conversion. */
export function findJwtEra(now: Date): JwtEra {
  if (now.getTime() < endOfLife) return "deprecated";
  return now.getTime() < lastConversion ? "ended" : "converted";
}

/** What has become of JWT at Adobe, and what trying it will show. */
export const eraSentences: Readonly<Record<JwtEra, readonly [title: string, sentence: string]>> = {
  deprecated: [
    "JWT ends on 30 June 2025",
    "Until then both kinds of credential work. After it no certificate is renewed, and Adobe converts what is left.",
  ],
  ended: [
    "Adobe ended JWT on 30 June 2025",
    "No certificate is renewed any more. When the certificate expires, on 1 March 2026 at the latest, Adobe converts the credential to OAuth Server-to-Server itself. From that day the JWT exchange answers 500 internal_error, and Test JWT says so.",
  ],
  converted: [
    "Adobe ended JWT on 30 June 2025",
    "Adobe announced that it would convert every remaining credential by 1 March 2026. Where it has, the JWT exchange answers 500 internal_error, and Test JWT says so: the OAuth credential is there already, so you paste its client secret and finish without waiting. Where it has not, the steps below stay as they are.",
  ],
};

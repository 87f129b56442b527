const dayMs = 24 * 60 * 60 * 1000;
/** From here on Adobe sends its weekly mails. */
const nearDays = 30;

export type CertificateState = "not_yet" | "good" | "near" | "expired";

/** How a certificate stands; Adobe refuses the signature once it has expired, and renews none. */
export function judgeCertificate(
  certificate: { readonly startsAt: string; readonly expiresAt: string },
  now: Date,
): CertificateState {
  const leftMs = Date.parse(certificate.expiresAt) - now.getTime();
  if (leftMs <= 0) return "expired";
  if (Date.parse(certificate.startsAt) > now.getTime()) return "not_yet";
  return leftMs <= nearDays * dayMs ? "near" : "good";
}

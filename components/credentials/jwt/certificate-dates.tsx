import { StatusTag } from "@/components/ui/status-tag";
import { TimeText } from "@/components/ui/time-text";
import type { JwtKeyFacts } from "@/lib/credentials/credential-detail";
import type { CertificateState } from "@/lib/credentials/jwt/judge-certificate";

const tags = {
  expired: { tone: "bad", label: "Certificate expired" },
  near: { tone: "attend", label: "Certificate expires soon" },
  not_yet: { tone: "attend", label: "Certificate not valid yet" },
} as const;

interface CertificateDatesProps {
  readonly jwtKey: JwtKeyFacts;
  /** Null where there is no certificate. */
  readonly state: CertificateState | null;
}

/** From when until when a certificate counts, with a warning where that is over or near. */
export function CertificateDates({ jwtKey: { certificate }, state }: CertificateDatesProps) {
  if (certificate === null || state === null) {
    return <span className="text-faint">not given, so its dates are not known</span>;
  }
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span>
        <TimeText at={certificate.startsAt} form="date" /> to{" "}
        <TimeText at={certificate.expiresAt} form="date" />
      </span>
      {state !== "good" && <StatusTag tone={tags[state].tone}>{tags[state].label}</StatusTag>}
    </span>
  );
}

import { answerDownload } from "@/lib/answer-download";
import { downloadPublicKey } from "@/lib/audit/receipts/download-proof";

/** The public key that receipts and exports are verified with, as a JWK. */
export function GET(request: Request): Promise<Response> {
  return answerDownload({ name: "audit.public_key", permission: "audit.verify" }, request, downloadPublicKey);
}

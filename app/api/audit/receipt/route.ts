import { answerDownload } from "@/lib/answer-download";
import { downloadReceipt } from "@/lib/audit/receipts/download-proof";

/** A signed receipt of the newest event, to be kept where whoever can change the log cannot reach. */
export function GET(request: Request): Promise<Response> {
  return answerDownload({ name: "audit.receipt", permission: "audit.verify" }, request, downloadReceipt);
}

import { answerDownload } from "@/lib/answer-download";
import { exportLog } from "@/lib/audit/export/export-log";

/** The filtered log as CSV or NDJSON, streamed. That it was exported is an event. */
export function GET(request: Request): Promise<Response> {
  return answerDownload({ name: "audit.export", permission: "audit.export" }, request, (context) =>
    exportLog(context, new URL(request.url).searchParams),
  );
}

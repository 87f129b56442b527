import { getAuditKey } from "@/lib/audit/audit-key";
import { writePublicKey } from "@/lib/audit/public-keys";
import type { ActContext } from "@/lib/auth/act-context";
import type { Failure } from "@/lib/failure";
import { describeThrown, writeLog } from "@/lib/log";
import { fail, type Result, succeed } from "@/lib/result";
import { keepReceipt, makeTipReceipt } from "./keep-receipt";
import { writeReceipt } from "./receipt";

/** A receipt of the newest event of the viewer's organization. It is also kept with the others. */
export async function downloadReceipt({ viewer }: ActContext): Promise<Result<Response, Failure>> {
  const made = await makeTipReceipt(viewer.organizationId);
  if (!made.ok) {
    if (made.failure === "empty") return fail({ kind: "not_found" });
    return fail({
      kind: "conflict",
      message: "The newest event is not as it was signed, so there is no receipt of it. Verify the log.",
    });
  }
  // The person has theirs, also where the disk is full.
  await keepReceipt(made.value).catch((thrown: unknown) => {
    writeLog("receipt.not_kept", { organizationId: viewer.organizationId, ...describeThrown(thrown) });
  });
  const name = `latchkey-receipt-${made.value.seq}.json`;
  return succeed(answerFile(`${writeReceipt(made.value)}\n`, "application/json", name));
}

/** The public half of the audit key. */
export async function downloadPublicKey(): Promise<Result<Response, Failure>> {
  const key = getAuditKey();
  return succeed(answerFile(writePublicKey(key), "application/jwk+json", `latchkey-${key.kid}.jwk`));
}

function answerFile(text: string, contentType: string, name: string): Response {
  return new Response(text, {
    headers: {
      "Content-Type": contentType,
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "private, no-store",
    },
  });
}

"use client";

import { FileKey2, ReceiptText } from "lucide-react";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/form/action-form";
import { JobProgress } from "@/components/jobs/job-progress";
import { DownloadLink } from "@/components/ui/download-link";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import type { Action } from "@/lib/action-state";
import type { LogAnswer, LogVerificationView } from "@/lib/audit/verification/log-verification-view";

interface ProofPanelProps {
  readonly organizationId: string;
  readonly verification: LogVerificationView;
  readonly verifyAction: Action<unknown>;
  readonly cancelAction: Action<unknown>;
  /** How long the log is kept. */
  readonly retention: ReactNode;
}

/** Whether the log is as it was signed, and what is needed to prove it elsewhere. */
export function ProofPanel(props: ProofPanelProps) {
  const { organizationId, verification, verifyAction, cancelAction, retention } = props;
  const { job, answer } = verification;
  const running = job?.state === "running" ? job : null;
  const ending = job === null || job.state === "running" ? null : endings[job.state];
  return (
    <Panel title="Proof" isRegion>
      <div className="flex flex-col items-start gap-3">
        {running === null ? (
          <>
            {ending !== null && <p className="text-attend">{ending}</p>}
            {answer === null ? (
              <p className="text-soft">
                Verifying derives every event anew: its text, its signature, and its place in the chain.
              </p>
            ) : (
              <Answer answer={answer} />
            )}
          </>
        ) : (
          <div className="w-full">
            <JobProgress
              key={running.id}
              jobId={running.id}
              label="Verifying the log"
              progress={running.progress}
            />
          </div>
        )}
        <div className="flex flex-wrap items-start gap-2" data-print="hide">
          {running === null ? (
            <ActionForm key="verify" action={verifyAction} organizationId={organizationId}>
              {() => <SubmitButton variant="outlined">Verify log</SubmitButton>}
            </ActionForm>
          ) : (
            <ActionForm key="cancel" action={cancelAction} organizationId={organizationId}>
              {() => <SubmitButton variant="outlined">Cancel</SubmitButton>}
            </ActionForm>
          )}
          <DownloadLink href="/api/audit/receipt" icon={<ReceiptText size={14} aria-hidden="true" />}>
            Download receipt
          </DownloadLink>
          <DownloadLink href="/api/audit/public-key" icon={<FileKey2 size={14} aria-hidden="true" />}>
            Public key
          </DownloadLink>
        </div>
        <div className="w-full border-t border-line pt-3">{retention}</div>
      </div>
    </Panel>
  );
}

const endings = {
  succeeded: null,
  failed: "The last verification failed before it came to an answer. Verify the log again.",
  cancelled: "The last verification was cancelled.",
  abandoned: "The last verification was cut off. Verify the log again.",
} as const;

const tones = { intact: "good", tampered: "bad", cannot_tell: "attend" } as const;

function Answer({ answer }: { readonly answer: LogAnswer }) {
  const { kind, finding, lastSeq, receiptSeq, receiptsGivenUp, eventId, actor, at } = answer;
  return (
    <Note
      tone={tones[kind]}
      title={titleOf(answer)}
      next={<TextLink href={`/audit/${eventId}`}>Its event</TextLink>}
    >
      <p>
        {finding === null
          ? sayIntact(answer)
          : `Of ${write(lastSeq)} events, event ${write(finding.seq)} is the first that is not as it was signed: ${finding.clause}`}
        {finding === null && receiptSeq !== null && `, and the receipt of event ${write(receiptSeq)} agrees`}.{" "}
        {finding === null &&
          receiptSeq === null &&
          "There is no receipt that would show events cut off the end. "}
        {receiptsGivenUp > 0 &&
          `Receipts of ${write(receiptsGivenUp)} ${receiptsGivenUp === 1 ? "event" : "events"} do not count: they are of a log that was given up by a restore. `}
        Verified by {actor} <TimeText at={at} />.
      </p>
    </Note>
  );
}

function sayIntact({ firstSeq, lastSeq }: LogAnswer): string {
  if (firstSeq === 1) return `All ${write(lastSeq)} events were as they were signed`;
  return `Events 1 to ${write(firstSeq - 1)} are in an archive; all from ${write(firstSeq)} to ${write(lastSeq)} were as they were signed`;
}

function titleOf({ kind, finding }: LogAnswer): string {
  if (kind === "intact") return "The log is intact";
  const event = finding === null ? "The log" : `Event ${write(finding.seq)}`;
  return kind === "tampered" ? `${event}: the log was tampered with` : `${event}: it cannot be told`;
}

function write(count: number): string {
  return count.toLocaleString("en");
}

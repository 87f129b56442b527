"use client";

import { useEffect, useRef } from "react";
import { BoundForm } from "@/components/form/action-form";
import { useFormBinding } from "@/components/form/use-form-binding";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import type { Action } from "@/lib/action-state";
import type { LogAlarmView } from "@/lib/audit/restore/log-alarm-view";

interface RestoreAlarmProps {
  readonly organizationId: string;
  /** Null when all is well, or has just been acknowledged. */
  readonly alarm: LogAlarmView | null;
  /** Absent for those who may not. */
  readonly acknowledgeAction?: Action<null> | undefined;
}

/** What it means that the database is older than it was, and the one button that ends the alarm. */
export function RestoreAlarm({ organizationId, alarm, acknowledgeAction }: RestoreAlarmProps) {
  const binding = useFormBinding(acknowledgeAction ?? refuse);
  if (alarm === null) return binding[0].status === "done" ? <Acknowledged /> : null;
  return (
    <div className="mb-4">
      <Note tone="bad" title="The log is older than its receipts">
        <p>
          {sayFinding(alarm)} This was found <TimeText at={alarm.foundAt} />. Most likely the database was put
          back from a backup. If nobody did that, events were taken out of it: look into that first.
        </p>
        <p className="mt-1">
          Secrets that were replaced since then may be gone at Adobe, and what is stored here may be an older
          one. Everybody was signed out, and the results of earlier tests are forgotten. Until this is
          acknowledged nothing is done with a secret.
        </p>
        <p className="mt-1 font-medium">
          {acknowledgeAction === undefined
            ? "Ask an owner to acknowledge it. Then test each credential."
            : "Acknowledge it, then test each credential and replace the secrets that Adobe refuses."}
        </p>
        {acknowledgeAction !== undefined && (
          <BoundForm
            binding={binding}
            organizationId={organizationId}
            refusal="Nothing was acknowledged."
            className="mt-2.5"
          >
            {() => <SubmitButton variant="outlined">Acknowledge restore</SubmitButton>}
          </BoundForm>
        )}
      </Note>
    </div>
  );
}

function sayFinding({ receiptSeq, lastSeq, keptSeq, isOfInstance }: LogAlarmView): string {
  const log = isOfInstance ? "the log of this installation" : "the log";
  const here =
    lastSeq < receiptSeq
      ? `${log} ended at event ${write(lastSeq)}`
      : `${log} has another event under that number`;
  const agreed =
    keptSeq === 0 ? "No earlier receipt agrees with it." : `Up to event ${write(keptSeq)} they agree.`;
  return `A receipt proves that there was an event ${write(receiptSeq)}, but ${here}. ${agreed}`;
}

/** Takes the place of the alarm, and the focus of its button. */
function Acknowledged() {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} className="mb-4 rounded-control">
      <Note
        tone="good"
        title="The restore is acknowledged"
        next={<TextLink href="/credentials">Credentials</TextLink>}
      >
        <p>
          Receipts of what was lost no longer count. Test each credential: its secret may be an older one.
        </p>
      </Note>
    </div>
  );
}

/** Stands in where there is no button to press. */
const refuse: Action<null> = async () => ({ status: "idle" });

function write(count: number): string {
  return count.toLocaleString("en");
}

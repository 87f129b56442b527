import { CauseList } from "@/components/diagnosis/cause-list";
import { JobProgress } from "@/components/jobs/job-progress";
import { Note } from "@/components/ui/note";
import type { RotationView, VerificationView } from "@/lib/rotation/view/rotation-view";
import { RotationButton } from "./rotation-form";

interface VerifyStepProps {
  readonly rotation: Pick<RotationView, "verification">;
  readonly mayAct: boolean;
}

/** The verification as it goes on, and how the last one ended. */
export function VerifyStep({ rotation: { verification }, mayAct }: VerifyStepProps) {
  if (verification === null) return null;
  if (verification.state === "running") {
    return (
      <div className="mt-2 flex flex-col items-start gap-3">
        <JobProgress
          key={verification.jobId}
          jobId={verification.jobId}
          label="Verifying the new secret"
          progress={verification.progress}
        />
        {mayAct && (
          <RotationButton
            act="cancelVerification"
            label="Cancel verification"
            variant="outlined"
            size="small"
            isAlwaysOn
          />
        )}
      </div>
    );
  }
  if (verification.state === "failed" && verification.words !== null) {
    const { title, whatHappened, causes, nextStep } = verification.words;
    return (
      <div className="mt-2">
        <Note tone="bad" title={title} next={nextStep}>
          <p>{whatHappened} The old secret works, and the new one stays, unverified.</p>
          {causes !== undefined && <CauseList causes={causes} />}
        </Note>
      </div>
    );
  }
  const words = ends[verification.state];
  return words === null ? null : <p className="mt-1 text-attend">{words}</p>;
}

const ends: Record<Exclude<VerificationView["state"], "running">, string | null> = {
  succeeded: null,
  failed: "The last try failed. The old secret works, and you can verify again.",
  cancelled: "The last try was cancelled. The new secret stays, unverified.",
  abandoned: "The last try was cut off. The new secret stays, unverified; verify it again.",
};

import { ProgressBar } from "@/components/ui/progress-bar";
import { TimeText } from "@/components/ui/time-text";
import type { RotationView } from "@/lib/rotation/view/rotation-view";

interface CheckProgressProps {
  readonly rotation: Pick<RotationView, "unlock" | "isEmergency">;
}

/** How long the old secret has been quiet, and how long it has to be. */
export function CheckProgress({ rotation: { unlock, isEmergency } }: CheckProgressProps) {
  const { quietSince, quietUntil, quietPercent, isOldEverUsed, hiddenBefore, conditions } = unlock;
  if (conditions.some(({ id, isMet }) => id === "checked" && !isMet)) return null;
  const isQuiet = quietPercent >= 100;
  return (
    <>
      <p className="mt-1 text-ink">
        {isOldEverUsed ? (
          <>
            The old secret was last used by others <TimeText at={quietSince} />.{" "}
          </>
        ) : (
          <>
            No use of the old secret by others is known. It was made <TimeText at={quietSince} />.{" "}
          </>
        )}
        {hiddenBefore !== null && (
          <>
            What was {isOldEverUsed ? "between then and" : "before"}{" "}
            <TimeText at={hiddenBefore} form="moment" /> is hidden by Latchkey's own request.{" "}
          </>
        )}
        {!isEmergency && quietUntil !== null && !isQuiet && (
          <>
            It must stay quiet until <TimeText at={quietUntil} form="moment" />: tokens live for a day, so a
            quiet hour proves little.
          </>
        )}
        {isEmergency && "An emergency does not wait for it to be quiet."}
      </p>
      {!isEmergency && (
        <div className="mt-2">
          <ProgressBar label="Quiet time" percent={quietPercent} />
        </div>
      )}
    </>
  );
}

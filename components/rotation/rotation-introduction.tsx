import type { ReadinessView } from "@/lib/rotation/view/rotation-view";
import { ReadinessPanel } from "./readiness-panel";
import { StartPanel } from "./start-panel";

interface RotationIntroductionProps {
  readonly readiness: ReadinessView;
  /** Whether the viewer may start one, and there is a secret to rotate. */
  readonly mayBegin: boolean;
  readonly mayStartEmergency: boolean;
  /** The last one was finished. */
  readonly isAgain: boolean;
}

/** What a rotation would need, and its start. */
export function RotationIntroduction(props: RotationIntroductionProps) {
  const { readiness, mayBegin, mayStartEmergency, isAgain } = props;
  const isByHand = readiness.items.some(({ id, light }) => id === "environment" && light === "bad");
  return (
    <div className="grid items-start gap-4 wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      {mayBegin && (
        <StartPanel
          mode={isByHand ? "manual" : "api"}
          mayStartEmergency={mayStartEmergency}
          isAgain={isAgain}
        />
      )}
      <ReadinessPanel readiness={readiness} />
    </div>
  );
}

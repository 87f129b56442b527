import { Panel } from "@/components/ui/panel";
import type { RotationView } from "@/lib/rotation/view/rotation-view";
import { RotationButton } from "./rotation-form";

interface WayBackPanelProps {
  readonly rotation: Pick<RotationView, "wayBack" | "knownTokenCount" | "state">;
  readonly mayInvalidate: boolean;
}

/** What is safe, and how to go back. */
export function WayBackPanel({ rotation, mayInvalidate }: WayBackPanelProps) {
  const { wayBack, knownTokenCount, state } = rotation;
  return (
    <Panel title="If something goes wrong" isRegion>
      <div className="flex flex-col gap-2 text-soft">
        {wayBack.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {state === "promoted" && knownTokenCount > 0 && mayInvalidate && (
        <div className="mt-3 flex flex-col items-start gap-2">
          <p className="text-soft">
            Latchkey holds {knownTokenCount === 1 ? "a token" : `${knownTokenCount} tokens`} of the old secret
            and can end {knownTokenCount === 1 ? "it" : "them"}. Those of other systems it does not know.
          </p>
          <RotationButton
            act="invalidateTokens"
            label="Invalidate known tokens"
            variant="outlined"
            size="small"
          />
        </div>
      )}
    </Panel>
  );
}

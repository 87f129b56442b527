import { AutoRefresh } from "@/components/ui/auto-refresh";
import { Note } from "@/components/ui/note";
import type { Action } from "@/lib/action-state";
import type { RotationState } from "@/lib/rotation/policy/rotation-state";
import type { RotationView } from "@/lib/rotation/view/rotation-view";
import { ConsumerTicks } from "./consumer-ticks";
import type { RevealedSecret } from "./copy-secret";
import type { RotationRights } from "./rotation-rights";
import { StepsPanel } from "./steps-panel";
import { TroublePanel } from "./trouble-panel";
import { UseTimeline } from "./use-timeline";
import { WayBackPanel } from "./way-back-panel";

interface RotationDetailProps {
  readonly rotation: RotationView;
  readonly rights: RotationRights;
  readonly revealAction: Action<RevealedSecret>;
  /** ISO 8601, UTC. */
  readonly now: string;
}

const refreshMs = 3_000;
const ticking: readonly RotationState[] = ["created", "verified", "promoted"];

/** One rotation: what is in the way, the steps, the evidence, the way back. */
export function RotationDetail({ rotation, rights, revealAction, now }: RotationDetailProps) {
  const { standing, state, trouble, verification } = rotation;
  const isFollowed = verification?.state === "running";
  return (
    <div className="mb-4 grid items-start gap-4 wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="flex min-w-0 flex-col gap-4">
        {standing === "over" && <Result rotation={rotation} />}
        {trouble !== null && (
          <TroublePanel
            trouble={trouble}
            isAttention={standing === "attention"}
            mayAct={rights.mayAct}
            mayChangeSecrets={rights.mayChangeSecrets}
          />
        )}
        <StepsPanel rotation={rotation} rights={rights} revealAction={revealAction} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <UseTimeline rotation={rotation} now={now} />
        <ConsumerTicks
          consumers={rotation.consumers}
          mayTick={ticking.includes(state) && rights.mayAct}
          mayEdit={rights.mayEditConsumers}
        />
        <WayBackPanel rotation={rotation} mayInvalidate={rights.mayInvalidate} />
      </div>
      {standing === "acting" && !isFollowed && <AutoRefresh everyMs={refreshMs} />}
    </div>
  );
}

function Result({ rotation }: { readonly rotation: RotationView }) {
  const { state, promotedAt } = rotation;
  return (
    <div id="rotation-result" tabIndex={-1}>
      {state === "done" ? (
        <Note tone="good" title="The secret is rotated" announce="none">
          The new secret is the only one, at Adobe and here. Tokens that the old one issued live on for up to
          24 hours.
        </Note>
      ) : (
        <Note tone="neutral" title="The rotation was cancelled" announce="none">
          {promotedAt === null
            ? "The secret from before is current, as it was."
            : "The old secret is current again. The new one stays at Adobe, because systems may use it."}
        </Note>
      )}
    </div>
  );
}

import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import { TimeText } from "@/components/ui/time-text";
import type { Tone } from "@/components/ui/tone";
import type { RotationState } from "@/lib/rotation/policy/rotation-state";
import { describeCancelling } from "@/lib/rotation/view/describe-safety";
import type { RotationView } from "@/lib/rotation/view/rotation-view";
import { CancelRotation } from "./cancel-rotation";
import type { RotationRights } from "./rotation-rights";
import { DeclareEmergency } from "./start-panel";

interface RotationHeaderProps {
  readonly rotation: RotationView | null;
  readonly credential: { readonly id: string; readonly name: string };
  readonly rights: RotationRights;
}

/** Where the rotation stands in one line, and the way back. */
export function RotationHeader({ rotation, credential, rights }: RotationHeaderProps) {
  const { id, name } = credential;
  return (
    <PageHeader
      title="Rotation"
      crumbs={[
        { label: "Credentials", href: "/credentials" },
        { label: name, href: `/credentials/${id}` },
        { label: "Rotation" },
      ]}
      status={rotation !== null && <Standing rotation={rotation} />}
      facts={rotation === null ? `${name} · no rotation yet` : <Facts rotation={rotation} name={name} />}
      actions={rotation !== null && <HeaderActs rotation={rotation} credentialId={id} rights={rights} />}
    />
  );
}

const tags: Record<RotationView["standing"], { readonly tone: Tone; readonly word: string }> = {
  acting: { tone: "neutral", word: "Working" },
  attention: { tone: "attend", word: "ATTENTION" },
  waiting: { tone: "neutral", word: "Under way" },
  over: { tone: "neutral", word: "Cancelled" },
};

function Standing({ rotation }: { readonly rotation: RotationView }) {
  const { standing, state, isEmergency, isBegun } = rotation;
  if (!isBegun) return null;
  const { tone, word } = state === "done" ? ({ tone: "good", word: "Done" } as const) : tags[standing];
  return (
    <>
      <StatusTag tone={tone}>{word}</StatusTag>
      {isEmergency && <StatusTag tone="attend">Emergency</StatusTag>}
    </>
  );
}

function Facts({ rotation, name }: { readonly rotation: RotationView; readonly name: string }) {
  const { isBegun, acting, safety, startedAt, startedByName, endedAt, endedByName } = rotation;
  if (!isBegun) return `${name} · no rotation is under way`;
  return (
    <>
      {name} · started by {startedByName}, <TimeText at={startedAt} form="moment" />
      {endedAt !== null && (
        <>
          {" · ended by "}
          {endedByName}, <TimeText at={endedAt} form="moment" />
        </>
      )}
      {" · "}
      {acting === null ? safety : <span role="status">{acting}; this page follows by itself</span>}
    </>
  );
}

const cancellable: readonly RotationState[] = [
  "binding",
  "planned",
  "creating",
  "removing",
  "cancelling",
  "created",
  "verified",
  "promoted",
];

interface HeaderActsProps {
  readonly rotation: RotationView;
  readonly credentialId: string;
  readonly rights: RotationRights;
}

function HeaderActs({ rotation, credentialId, rights }: HeaderActsProps) {
  const { state, mode, standing, isEmergency, isBegun, fresh } = rotation;
  if (standing === "over") {
    if (!isBegun) return null;
    return <LinkButton href={`/credentials/${credentialId}/rotation/record`}>Print record</LinkButton>;
  }
  const isAddedAtAdobe = mode === "api" && (state === "created" || state === "verified");
  return (
    <>
      {!isEmergency && rights.mayChangeSecrets && <DeclareEmergency />}
      {cancellable.includes(state) && rights.mayAct && (
        <CancelRotation
          consequence={describeCancelling({ state, mode, fresh })}
          deletesNewSecret={isAddedAtAdobe}
        />
      )}
    </>
  );
}

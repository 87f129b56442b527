"use client";

import { Panel } from "@/components/ui/panel";
import { StatusTag } from "@/components/ui/status-tag";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import type { ConsumerTick } from "@/lib/rotation/view/rotation-view";
import { useRotationDesk } from "./rotation-acts";
import { RotationButton } from "./rotation-form";

interface ConsumerTicksProps {
  readonly consumers: readonly ConsumerTick[];
  /** From the new secret's arrival until the old one is deleted. */
  readonly mayTick: boolean;
  readonly mayEdit: boolean;
}

/** Which system has the new secret, and who said so. */
export function ConsumerTicks({ consumers, mayTick, mayEdit }: ConsumerTicksProps) {
  const { credential } = useRotationDesk();
  const confirmed = consumers.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length;
  return (
    <Panel
      title="Consumers"
      isRegion
      aside={consumers.length > 0 && `${confirmed} of ${consumers.length} confirmed`}
    >
      {consumers.length === 0 ? (
        <p className="text-soft">
          No system is listed that uses this credential, so nobody is waited for but the quiet time of the old
          secret.
        </p>
      ) : (
        <ul aria-label="Consumers" className="-my-3 divide-y divide-line">
          {consumers.map((consumer) => (
            <li key={consumer.id} className="flex flex-wrap items-center justify-between gap-3 py-3">
              <div className="min-w-0">
                <div className="font-medium break-words">{consumer.system}</div>
                <div className="text-sm text-soft">
                  {[consumer.owner, consumer.location].filter((fact) => fact !== "").join(" · ")}
                </div>
                {consumer.redeploy !== "" && (
                  <div className="text-sm break-words whitespace-pre-line text-soft">{consumer.redeploy}</div>
                )}
                <TickState consumer={consumer} />
              </div>
              {mayTick && (
                <RotationButton
                  act={consumer.acknowledgedAt === null ? "confirm" : "withdraw"}
                  about={consumer.id}
                  hidden={{ consumerId: consumer.id }}
                  label={
                    consumer.acknowledgedAt === null
                      ? `Confirm ${consumer.system}`
                      : `Withdraw ${consumer.system}`
                  }
                  variant="outlined"
                  size="small"
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {mayEdit && (
        <p className="mt-4 text-sm">
          <TextLink href={`/credentials/${credential.id}/consumers`}>Edit consumers</TextLink>
        </p>
      )}
    </Panel>
  );
}

function TickState({ consumer }: { readonly consumer: ConsumerTick }) {
  if (consumer.acknowledgedAt === null) {
    return <div className="mt-1 text-sm text-faint">not confirmed</div>;
  }
  return (
    <div className="mt-1 flex flex-wrap items-center gap-2 text-sm text-soft">
      <StatusTag tone="good">Confirmed</StatusTag>
      <span>
        by {consumer.acknowledgedByName}, <TimeText at={consumer.acknowledgedAt} />
      </span>
    </div>
  );
}

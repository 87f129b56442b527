import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { TimeText } from "@/components/ui/time-text";
import type { MigrationView } from "@/lib/migration/migration-view";

/** What finishing waits for, and what it says so far. */
export function MigrationConditions({ migration }: { readonly migration: MigrationView }) {
  const { met, isJwtEnded } = migration;
  return (
    <ul id="migration-conditions" className="mt-2 flex flex-col gap-0.5">
      <Condition isMet={met.works}>
        {met.works
          ? "The OAuth credential works."
          : "The OAuth credential has not been tested successfully yet."}
      </Condition>
      {isJwtEnded ? (
        <Condition isMet>
          Adobe no longer exchanges the JWT, so nobody can be using it and there is no need to wait.
        </Condition>
      ) : (
        <>
          <Condition isMet={met.newer}>
            {met.newer
              ? "The OAuth credential was used later than the JWT credential."
              : "The OAuth credential must have been used later than the JWT credential."}
          </Condition>
          <Condition isMet={met.quiet}>
            <Quiet migration={migration} />
          </Condition>
        </>
      )}
    </ul>
  );
}

function Quiet({ migration: { met, typed, quietFrom } }: { readonly migration: MigrationView }) {
  if (met.quiet) return "No token was issued to the JWT credential in the 24 hours before you looked.";
  if (quietFrom !== null) {
    return (
      <>
        24 hours without a JWT token must show. Read both times again after{" "}
        <TimeText at={quietFrom} form="moment" />.
      </>
    );
  }
  return typed === null ? "Type what the Developer Console shows of the last use of both." : "Not known yet.";
}

function Condition({ isMet, children }: { readonly isMet: boolean; readonly children: ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      {isMet ? (
        <Check size={14} aria-hidden="true" className="mt-0.75 shrink-0 text-good" />
      ) : (
        <Minus size={14} aria-hidden="true" className="mt-0.75 shrink-0 text-attend" />
      )}
      <span>
        {children}
        <span className="sr-only">{isMet ? " (met)" : " (not met)"}</span>
      </span>
    </li>
  );
}

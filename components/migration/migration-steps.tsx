"use client";

import { ExternalLink } from "@/components/ui/external-link";
import { Panel } from "@/components/ui/panel";
import { Step, StepList } from "@/components/ui/step-list";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { type StepId, stepIds } from "@/lib/migration/migration-policy";
import { CancelMigration, FinishMigration } from "./end-migration";
import { MigrationConditions } from "./migration-conditions";
import type { MigrationDesk } from "./migration-desk";
import { SecretForm, StartForm, UsesForm } from "./migration-forms";
import { TestMeans } from "./test-means";

const titles: Readonly<Record<StepId, string>> = {
  start: "Start",
  secret: "Add the OAuth credential and store its secret",
  test: "Test both",
  hand_over: "Hand the new secret over",
  checks: "Check the last uses",
  finish: "Delete the JWT credential and finish",
};

/** Adobe's steps in their order, each with what is done at Adobe and what is done here. */
export function MigrationSteps(desk: MigrationDesk) {
  const { migration, rights } = desk;
  const done = stepIds.filter((id) => migration.steps[id] === "done").length;
  const position = Math.min(done + 1, stepIds.length);
  return (
    <div className="flex flex-col gap-4">
      <Panel title="Steps" isFlush aside={`${position} of ${stepIds.length}`}>
        <StepList label="Steps">
          {stepIds.map((id, index) => (
            <Step key={id} number={index + 1} title={titles[id]} status={migration.steps[id]}>
              <StepContent id={id} {...desk} />
            </Step>
          ))}
        </StepList>
      </Panel>
      {migration.standing === "open" && rights.mayAct && <CancelMigration {...desk} />}
    </div>
  );
}

function StepContent({ id, ...desk }: MigrationDesk & { readonly id: StepId }) {
  switch (id) {
    case "start":
      return <StartStep {...desk} />;
    case "secret":
      return <SecretStep {...desk} />;
    case "test":
      return <TestStep {...desk} />;
    case "hand_over":
      return <HandOverStep {...desk} />;
    case "checks":
      return <ChecksStep {...desk} />;
    case "finish":
      return <FinishStep {...desk} />;
  }
}

function StartStep(desk: MigrationDesk) {
  const { migration, rights } = desk;
  if (migration.started !== null) {
    return (
      <p>
        Started by {migration.started.byName} · <TimeText at={migration.started.at} form="moment" />
      </p>
    );
  }
  return (
    <>
      <p>
        From here until the end, no API can be added to the credential at Adobe and no secret of it can be
        rotated. Nothing changes at Adobe by starting here.
      </p>
      {rights.mayAct && (
        <div className="mt-3">
          <StartForm {...desk} />
        </div>
      )}
    </>
  );
}

function SecretStep(desk: MigrationDesk) {
  const { migration, rights } = desk;
  if (migration.standing === "finished") return <p>The OAuth credential's secret and scopes are stored.</p>;
  return (
    <>
      {migration.isJwtEnded ? (
        <p>
          Adobe has converted the credential already, so the OAuth credential is there. Open it in the{" "}
          <ConsoleLink /> under <strong>OAuth Server-to-Server</strong>, choose{" "}
          <strong>Retrieve client secret</strong>, and paste it here with its scopes.
        </p>
      ) : (
        <p>
          In the <ConsoleLink />, open the project, then <strong>Service Account (JWT)</strong> under
          Credentials, and choose to add the new OAuth Server-to-Server credential. Adobe makes the equivalent
          one: same client ID, same technical account, same APIs, scopes and product profiles. Both work side
          by side. Then choose <strong>Retrieve client secret</strong> on it and paste it here with its
          scopes.
        </p>
      )}
      {migration.secretStoredAt !== null && (
        <p className="mt-1">
          Stored · <TimeText at={migration.secretStoredAt} form="moment" />
        </p>
      )}
      {migration.standing === "open" && rights.mayAct && <SecretForm {...desk} />}
    </>
  );
}

function TestStep(desk: MigrationDesk) {
  const { standing } = desk.migration;
  return (
    <>
      <p>
        Both give tokens of the same kind. Testing the JWT counts as a use of it: the day of quiet begins
        anew.
      </p>
      {standing !== "finished" && <TestMeans {...desk} />}
    </>
  );
}

function HandOverStep({ credential, migration }: MigrationDesk) {
  const { consumers } = migration;
  return (
    <>
      <p>
        Every system that signs with the private key needs the client secret and the scopes instead, and asks{" "}
        <code>/ims/token/v3</code> for its tokens. App Builder bakes the secret in at deploy: merge the new
        workspace file and deploy again.
      </p>
      <p className="mt-1">
        <TextLink href={`/credentials/${credential.id}/consumers`}>
          {consumers === 0
            ? "List the consumers first"
            : consumers === 1
              ? "1 consumer"
              : `${consumers} consumers`}
        </TextLink>
        {migration.met.secret && (
          <>
            {" · "}
            <TextLink href={`/credentials/${credential.id}/use`}>Use it in…</TextLink>
          </>
        )}
      </p>
    </>
  );
}

function ChecksStep(desk: MigrationDesk) {
  const { migration, rights } = desk;
  const { typed, standing } = migration;
  const isAsked = standing === "open" && migration.met.works && !migration.isJwtEnded;
  return (
    <>
      <p>
        The <ConsoleLink /> shows on both credentials when a token was last issued. Adobe asks for two things
        before the JWT credential is deleted: the new one was used later than the old one, and the old one was
        not used for 24 hours.
      </p>
      {standing !== "not_started" && <MigrationConditions migration={migration} />}
      {typed !== null && (
        <p className="mt-1">
          Read <TimeText at={typed.at} form="moment" />: JWT <LastUse at={typed.lastJwtUseAt} />, OAuth{" "}
          <LastUse at={typed.lastOauthUseAt} />.
        </p>
      )}
      {isAsked && migration.ownJwtUseAt !== null && (
        <p className="mt-1">
          Latchkey itself last used the JWT <TimeText at={migration.ownJwtUseAt} form="moment" />.
        </p>
      )}
      {isAsked && rights.mayAct && <UsesForm {...desk} />}
    </>
  );
}

function LastUse({ at }: { readonly at: string | null }) {
  return at === null ? "never" : <TimeText at={at} form="moment" />;
}

function FinishStep(desk: MigrationDesk) {
  const { migration, rights } = desk;
  if (migration.ended !== null) {
    return (
      <p>
        Finished by {migration.ended.byName} · <TimeText at={migration.ended.at} form="moment" />. The private
        key is destroyed.
      </p>
    );
  }
  return (
    <>
      {migration.isJwtEnded ? (
        <p>There is nothing to delete at Adobe any more. Finish here: the private key is destroyed.</p>
      ) : (
        <p>
          In the <ConsoleLink />, delete the <strong>Service Account (JWT)</strong> credential. It repeats the
          two checks, asks for the project's name, and cannot be undone. Then finish here: Latchkey proves
          that Adobe refuses the JWT and destroys the private key.
        </p>
      )}
      {migration.standing === "open" && rights.mayFinish && (
        <div className="mt-3">
          <FinishMigration {...desk} />
        </div>
      )}
    </>
  );
}

function ConsoleLink() {
  return <ExternalLink href="https://developer.adobe.com/console/projects">Developer Console</ExternalLink>;
}

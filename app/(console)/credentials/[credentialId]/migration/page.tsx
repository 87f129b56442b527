import { notFound } from "next/navigation";
import { CertificateDates } from "@/components/credentials/jwt/certificate-dates";
import { KindTag } from "@/components/credentials/jwt/kind-tag";
import { MigrationSteps } from "@/components/migration/migration-steps";
import { DefinitionList } from "@/components/ui/definition-list";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { ShortId } from "@/components/ui/short-id";
import { TextLink } from "@/components/ui/text-link";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { systemClock } from "@/lib/clock";
import { findCredential } from "@/lib/credentials/find-credential";
import { environmentLabels } from "@/lib/environment";
import { newIdempotencyKey } from "@/lib/idempotency-key";
import { eraSentences } from "@/lib/migration/end-of-life";
import { findMigration } from "@/lib/migration/find-migration";
import type { MigrationView } from "@/lib/migration/migration-view";
import * as actions from "./actions";

export const metadata = { title: "Migrate to OAuth Server-to-Server" };

export default async function MigrationPage(props: PageProps<"/credentials/[credentialId]/migration">) {
  const { role, organizationId } = await requireViewer();
  const credential = await findCredential(organizationId, (await props.params).credentialId);
  if (credential === null) notFound();
  const { id, name, kind, environment, clientId, isArchived } = credential;
  const migration = await findMigration(organizationId, credential, systemClock.now());
  const isActive = !isArchived;
  return (
    <>
      <PageHeader
        title="Migrate to OAuth Server-to-Server"
        crumbs={[
          { label: "Credentials", href: "/credentials" },
          { label: name, href: `/credentials/${id}` },
          { label: "Migration" },
        ]}
        status={<KindTag kind={kind} />}
        facts={environmentLabels[environment]}
      />
      {migration === null ? (
        <Note
          tone="neutral"
          announce="none"
          title="There is nothing to migrate"
          next={<TextLink href={`/credentials/${id}`}>Open {name}</TextLink>}
        >
          This credential is OAuth Server-to-Server already.
        </Note>
      ) : (
        <div className="grid items-start gap-4 wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="flex min-w-0 flex-col gap-4">
            <Standing migration={migration} credential={{ id, name }} />
            <MigrationSteps
              organizationId={organizationId}
              credential={{ id, name }}
              migration={migration}
              keys={{
                start: newIdempotencyKey(),
                secret: newIdempotencyKey(),
                uses: newIdempotencyKey(),
                finish: newIdempotencyKey(),
                cancel: newIdempotencyKey(),
              }}
              rights={{
                mayAct: isActive && may(role, "migration.act"),
                mayTest: isActive && may(role, "token.test"),
                mayFinish: isActive && may(role, "migration.finish"),
              }}
              actions={{
                start: actions.startMigrationAction,
                storeSecret: actions.storeOauthSecretAction,
                testJwt: actions.testJwtAction,
                testOauth: actions.testOauthAction,
                typeUses: actions.typeUsesAction,
                finish: actions.finishMigrationAction,
                cancel: actions.cancelMigrationAction,
              }}
            />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <Panel title="What stays and what changes">
              <DefinitionList
                facts={[
                  { term: "Client ID", value: <ShortId value={clientId} /> },
                  {
                    term: "Stays",
                    value: "Client ID, technical account, APIs, scopes and product profiles.",
                  },
                  { term: "Changes", value: "A client secret stands in place of the private key." },
                  {
                    term: "Meanwhile",
                    value: "Both work side by side. No API can be added, and no secret rotated.",
                  },
                  {
                    term: "Way back",
                    value:
                      "Until the JWT credential is deleted. Cancelling in the Developer Console deletes the OAuth credential.",
                  },
                  ...(migration.key === null
                    ? []
                    : [
                        { term: "Private key", value: <code>{migration.key.fingerprint}</code> },
                        {
                          term: "Certificate",
                          value: <CertificateDates jwtKey={migration.key} state={migration.certificate} />,
                        },
                      ]),
                ]}
              />
            </Panel>
          </div>
        </div>
      )}
    </>
  );
}

interface StandingProps {
  readonly migration: MigrationView;
  readonly credential: { readonly id: string; readonly name: string };
}

/** What is true now: it is over, Adobe has converted the credential, or JWT as such has ended. */
function Standing({ migration, credential }: StandingProps) {
  if (migration.standing === "finished") {
    return (
      <Note
        tone="good"
        title="The migration is finished"
        next={<TextLink href={`/credentials/${credential.id}`}>Open {credential.name}</TextLink>}
      >
        The credential is OAuth Server-to-Server, with the same client ID and all of its history. The private
        key is destroyed.
      </Note>
    );
  }
  if (migration.isJwtEnded) {
    return (
      <Note tone="attend" title="Adobe no longer exchanges this JWT" announce="none">
        It answered 500 internal_error, as it does once a credential is OAuth only: Adobe has converted it. So
        nothing is waited for: {migration.standing === "open" ? "" : "start, "}paste the secret of the OAuth
        credential, test it, and finish.
      </Note>
    );
  }
  const [title, sentence] = eraSentences[migration.era];
  return (
    <Note tone="attend" title={title} announce="none">
      {sentence}
    </Note>
  );
}

import type { ReactNode } from "react";
import { ExplainedFailure } from "@/components/diagnosis/explained-failure";
import { DataTable } from "@/components/ui/data-table";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { StatusTag } from "@/components/ui/status-tag";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { TwoLines } from "@/components/ui/two-lines";
import type { CredentialDetail } from "@/lib/credentials/credential-detail";
import { listSummaryFacts } from "@/lib/diagnosis/list-summary-facts";
import type { ProfileNote } from "@/lib/profiles/profile-note";
import { type ComparedProfile, compareProfiles, type ProfileReadings } from "@/lib/profiles/profile-reading";

interface ReadingPanelProps {
  readonly readings: ProfileReadings;
  readonly notes: readonly ProfileNote[];
  readonly credential: CredentialDetail;
  readonly mayNote: boolean;
  /** The button; absent for those who may only look. */
  readonly children?: ReactNode;
}

/** What Adobe says of the product profiles, beside what is noted. */
export function ReadingPanel({ readings, notes, credential, mayNote, children }: ReadingPanelProps) {
  const { last, known } = readings;
  return (
    <Panel
      title="At Adobe"
      isRegion
      {...(known !== null && {
        aside: (
          <>
            read <TimeText at={known.at} />
            {known.byName !== "" && ` by ${known.byName}`}
          </>
        ),
      })}
    >
      <div className="flex flex-col gap-4">
        {known === null && (
          <p className="max-w-3xl text-soft">
            Latchkey can ask the Developer Console which product profiles are attached, with a token of the
            credential. Adobe documents that call for its own tools and may refuse it to others; then note the
            profiles by hand.
          </p>
        )}
        <LastReading last={last} credential={credential} />
        {known !== null && (
          <Comparison
            compared={compareProfiles(notes, known.profiles)}
            credentialId={credential.id}
            mayNote={mayNote}
          />
        )}
        {children}
      </div>
    </Panel>
  );
}

function LastReading({
  last,
  credential,
}: Pick<ReadingPanelProps, "credential"> & Pick<ProfileReadings, "last">) {
  if (last === null || last.outcome === "succeeded") return null;
  if (last.words === null) {
    return (
      <Note tone="attend" announce="none" title="No answer was recorded">
        <p>Latchkey ended or could not write its log before the answer was kept. Read once more.</p>
      </Note>
    );
  }
  const { environment, clientId } = credential;
  return (
    <>
      <ExplainedFailure
        isStanding
        words={last.words}
        facts={listSummaryFacts({ environment, clientId, code: last.code, at: new Date(last.at) })}
      />
      <p className="max-w-3xl">
        Adobe may not let the token of a credential make this call at all. The profiles stand in the Admin
        Console under Users, API credentials: note them by hand below.
      </p>
    </>
  );
}

interface ComparisonProps {
  readonly compared: readonly ComparedProfile[];
  readonly credentialId: string;
  readonly mayNote: boolean;
}

function Comparison({ compared, credentialId, mayNote }: ComparisonProps) {
  if (compared.length === 0) {
    return (
      <p className="max-w-3xl text-soft">
        Adobe lists no product profile, and none is noted. Right after a change at Adobe the list can be empty
        for a while.
      </p>
    );
  }
  return (
    <DataTable
      caption="Product profiles that are noted and those at Adobe"
      isBare
      rows={compared}
      rowKey={(row) => (row.where === "adobe" ? row.read.profileId : row.note.id)}
      columns={[
        { id: "profile", header: "Product profile", cell: (row) => <ProfileName row={row} /> },
        { id: "where", header: "Where", cell: ({ where }) => <Place where={where} /> },
        {
          id: "act",
          header: "Next",
          cell: (row) =>
            row.where === "adobe" && mayNote ? (
              <TextLink href={`/credentials/${credentialId}/profiles?note=${row.read.profileId}#note`}>
                Note it<span className="sr-only"> {row.read.profile}</span>
              </TextLink>
            ) : (
              <span className="text-faint">{row.where === "noted" ? "Look in the Admin Console" : "—"}</span>
            ),
        },
      ]}
    />
  );
}

function ProfileName({ row }: { readonly row: ComparedProfile }) {
  if (row.where === "noted") return <TwoLines second={row.note.product}>{row.note.profile}</TwoLines>;
  const { read } = row;
  const product = row.where === "both" ? row.note.product : read.product;
  const second = [product, read.sdkCode].filter((part) => part !== null && part !== "").join(" · ");
  return <TwoLines {...(second !== "" && { second })}>{read.profile}</TwoLines>;
}

function Place({ where }: Pick<ComparedProfile, "where">) {
  switch (where) {
    case "both":
      return <StatusTag tone="good">Noted and at Adobe</StatusTag>;
    case "adobe":
      return <StatusTag tone="attend">Only at Adobe</StatusTag>;
    case "noted":
      return <StatusTag tone="attend">Only noted here</StatusTag>;
  }
}

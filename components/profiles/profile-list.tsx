import type { ReactNode } from "react";
import { DefinitionList } from "@/components/ui/definition-list";
import { ExternalLink } from "@/components/ui/external-link";
import { Panel } from "@/components/ui/panel";
import { StatusTag } from "@/components/ui/status-tag";
import type { ProfileNote } from "@/lib/profiles/profile-note";

interface ProfileListProps {
  readonly notes: readonly ProfileNote[];
  /** What can be done about one; absent for those who may only look. */
  readonly actsOf?: (note: ProfileNote) => ReactNode;
}

/** The notes of a credential, one panel each. */
export function ProfileList({ notes, actsOf }: ProfileListProps) {
  return notes.map((note) => (
    <Panel
      key={note.id}
      title={`${note.product}: ${note.profile}`}
      isRegion
      {...(note.isOverdue && { aside: <StatusTag tone="attend">Review due</StatusTag> })}
    >
      <div className="flex flex-col gap-3">
        <DefinitionList
          facts={[
            { term: "Opens", value: <Text text={note.opens} /> },
            { term: "Asked for by", value: <Text text={note.askedBy} /> },
            { term: "Why", value: <Text text={note.reason} /> },
            { term: "Approved by", value: <Text text={note.approvedBy} /> },
            {
              term: "Review on",
              value:
                note.reviewOn === "" ? (
                  <Text text="" />
                ) : (
                  <time dateTime={note.reviewOn}>{note.reviewOn}</time>
                ),
            },
            {
              term: "Admin Console",
              value:
                note.link === "" ? (
                  <Text text="" />
                ) : (
                  <ExternalLink href={note.link}>Open it there</ExternalLink>
                ),
            },
          ]}
        />
        {actsOf !== undefined && <div className="flex flex-wrap gap-2">{actsOf(note)}</div>}
      </div>
    </Panel>
  ));
}

function Text({ text }: { readonly text: string }) {
  if (text === "") return <span className="text-faint">not noted</span>;
  return <span className="break-words whitespace-pre-line">{text}</span>;
}

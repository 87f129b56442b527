import { notFound } from "next/navigation";
import { CredentialHeader } from "@/components/credentials/credential-header";
import { AddProfile, EditProfile } from "@/components/profiles/profile-form";
import { ProfileList } from "@/components/profiles/profile-list";
import { ReadProfiles } from "@/components/profiles/read-profiles";
import { ReadingPanel } from "@/components/profiles/reading-panel";
import { RemoveProfile } from "@/components/profiles/remove-profile";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { findCredential } from "@/lib/credentials/find-credential";
import { newIdempotencyKey } from "@/lib/idempotency-key";
import { listProfileReadings } from "@/lib/profiles/list-profile-readings";
import { listProfiles } from "@/lib/profiles/list-profiles";
import { compareProfiles } from "@/lib/profiles/profile-reading";
import { addProfileAction, editProfileAction, readProfilesAction, removeProfileAction } from "./actions";

export const metadata = { title: "Product profiles" };

export default async function ProfilesPage(props: PageProps<"/credentials/[credentialId]/profiles">) {
  const { role, organizationId } = await requireViewer();
  const { credentialId } = await props.params;
  const { edit, note: chosen } = await props.searchParams;
  const credential = await findCredential(organizationId, credentialId);
  if (credential === null) notFound();
  const { id } = credential;
  const notes = await listProfiles(organizationId, id);
  const readings = await listProfileReadings(organizationId, id, { mayEdit: may(role, "credential.edit") });
  const mayManage = may(role, "profile.manage");
  const mayRead = may(role, "probe.run") && !credential.isArchived;
  const unnoted = compareProfiles(notes, readings.known?.profiles ?? []).find(
    (row) => row.where === "adobe" && row.read.profileId === chosen,
  );
  const filled = unnoted?.where === "adobe" ? unnoted.read : undefined;
  const edited = notes.find((note) => note.id === edit);
  const place = { organizationId, credentialId: id };
  return (
    <>
      <CredentialHeader credential={credential} mayRotate={may(role, "rotation.act")} />
      <div className="flex max-w-4xl flex-col gap-4">
        <p className="max-w-3xl text-soft">
          For most Experience Cloud products it is the product profile, not the scope, that decides which data
          the credential opens. Adobe shows profiles in the Admin Console, under Users, API credentials; what
          is noted here changes nothing there.
        </p>
        <ReadingPanel readings={readings} notes={notes} credential={credential} mayNote={mayManage}>
          {mayRead && (
            <ReadProfiles action={readProfilesAction} organizationId={organizationId} credentialId={id} />
          )}
        </ReadingPanel>
        {notes.length === 0 ? (
          <EmptyState sentence="No product profile is noted. Note who asked for which, what it opens, and when to look at it again." />
        ) : (
          <ProfileList
            notes={notes}
            {...(mayManage && {
              actsOf: (note) => (
                <>
                  <LinkButton href={`/credentials/${id}/profiles?edit=${note.id}`} size="small">
                    Edit
                  </LinkButton>
                  <RemoveProfile
                    {...place}
                    action={removeProfileAction}
                    idempotencyKey={newIdempotencyKey()}
                    note={note}
                  />
                </>
              ),
            })}
          />
        )}
        {mayManage && edited !== undefined && (
          <EditProfile
            key={edited.id}
            {...place}
            action={editProfileAction}
            idempotencyKey={newIdempotencyKey()}
            note={edited}
          />
        )}
        {mayManage && edited === undefined && (
          <div id="note">
            <AddProfile
              key={filled?.profileId ?? "new"}
              {...place}
              action={addProfileAction}
              idempotencyKey={newIdempotencyKey()}
              {...(filled !== undefined && { defaults: filled })}
            />
          </div>
        )}
      </div>
    </>
  );
}

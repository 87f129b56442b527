import { notFound } from "next/navigation";
import { cancelImportAction, startImportAction } from "@/app/(console)/credentials/import/actions";
import { ImportOutcome } from "@/components/imports/import-outcome";
import { ReviewForm } from "@/components/imports/review-form";
import { RunningImport } from "@/components/imports/running-import";
import { LinkButton } from "@/components/ui/link-button";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import type { Viewer } from "@/lib/auth/viewer";
import { findImport } from "@/lib/imports/find-import";
import { findImportReview } from "@/lib/imports/find-import-review";

export const metadata = { title: "Import" };

export default async function ImportPage(props: PageProps<"/credentials/import/[pasteId]">) {
  const viewer = await requireViewer();
  if (!may(viewer.role, "credential.register")) notFound();
  const [{ pasteId }, { job: jobId }] = await Promise.all([props.params, props.searchParams]);
  return (
    <>
      <PageHeader
        title="Import"
        crumbs={[
          { label: "Credentials", href: "/credentials" },
          { label: "Register credential", href: "/credentials/new" },
          { label: "Import" },
        ]}
        facts={jobId === undefined && "Nothing is stored before you import it, and no secret is shown"}
      />
      {typeof jobId === "string" ? (
        <StartedImport viewer={viewer} pasteId={pasteId} jobId={jobId} />
      ) : (
        <Review viewer={viewer} pasteId={pasteId} />
      )}
    </>
  );
}

interface PartProps {
  readonly viewer: Viewer;
  readonly pasteId: string;
}

async function StartedImport({ viewer, pasteId, jobId }: PartProps & { readonly jobId: string }) {
  const { organizationId } = viewer;
  const found = await findImport(organizationId, { pasteId, jobId });
  if (found === null) notFound();
  const { job, result } = found;
  if (job.state === "running") {
    return (
      <RunningImport
        organizationId={organizationId}
        pasteId={pasteId}
        job={job}
        cancelAction={cancelImportAction}
      />
    );
  }
  const isHeld = (await findImportReview(viewer, pasteId)) !== null;
  return (
    <ImportOutcome job={job} result={result} reviewHref={isHeld ? `/credentials/import/${pasteId}` : null} />
  );
}

async function Review({ viewer, pasteId }: PartProps) {
  const review = await findImportReview(viewer, pasteId);
  if (review === null) {
    return (
      <Note
        tone="attend"
        announce="none"
        title="What was read is no longer held"
        next={<LinkButton href="/credentials/new">Paste it again</LinkButton>}
      >
        <p>
          A paste is kept for 10 minutes, in memory, for the session that read it. What was not imported by
          then was not stored.
        </p>
      </Note>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {review.unread.length > 0 && (
        <Note tone="attend" announce="none" title="Not everything could be read">
          <ul>
            {review.unread.map(({ fileName, sentence }) => (
              <li key={`${fileName} ${sentence}`}>
                <span className="font-medium break-words">{fileName ?? "The pasted text"}</span>: {sentence}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <ReviewForm
        organizationId={viewer.organizationId}
        pasteId={pasteId}
        rows={review.rows}
        startAction={startImportAction}
      />
    </div>
  );
}

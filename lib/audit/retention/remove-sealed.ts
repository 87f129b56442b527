import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { archivePath } from "./archive-folder";
import { hashFile } from "./check-archive";
import type { SealedRest } from "./find-sealed-parts";
import type { PruneRefusal } from "./prune-refusal";
import type { PruneWatch } from "./prune-watch";
import { type OwnerConnection, removeEvents } from "./remove-events";

/**
 * Removes what is left of a sealed part, once the file that holds it is seen to be there and the one whose
 * hash the seal carries. Where it is not, the events may be all that there is of them.
 */
export async function removeSealed(
  organizationId: OrganizationId,
  { seal, left }: SealedRest,
  { owner, folder }: { readonly owner: OwnerConnection; readonly folder: string },
  watch: PruneWatch,
): Promise<Result<null, PruneRefusal>> {
  const range = { first: seal.firstSeq, last: seal.lastSeq };
  if (left.first < range.first) {
    return fail({ kind: "unsealed_before_seal", range: { first: left.first, last: range.first - 1n } });
  }
  const path = archivePath(folder, organizationId, range);
  const sha256 = await hashFile(path, watch.signal);
  const refusal = { path, range, next: left.first };
  if (sha256 === undefined) return fail({ kind: "archive_missing", ...refusal });
  if (sha256 !== seal.exportSha256) return fail({ kind: "archive_differs", ...refusal });
  await removeEvents(owner, organizationId, left, watch);
  return succeed(null);
}

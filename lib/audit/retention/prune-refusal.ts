import type { LinkProblem } from "@/lib/audit/chain";
import type { ArchivedRange } from "./archive-folder";

/** Why the oldest part of a log stays where it is. */
export type PruneRefusal =
  /** An event of the part is not as it was signed. Removing it would remove what shows that. */
  | { readonly kind: "tampered"; readonly seq: bigint; readonly problem: LinkProblem }
  /** What was written is not what the disk gives back. */
  | { readonly kind: "archive_unreadable"; readonly path: string }
  /** A file with the name of an archive is not the archive of these events. */
  | { readonly kind: "archive_in_the_way"; readonly path: string }
  /** Events are sealed and not yet removed, and the file that holds them is not there, or is another. */
  | {
      readonly kind: "archive_missing" | "archive_differs";
      readonly path: string;
      readonly range: ArchivedRange;
      /** The oldest one that is not removed. */
      readonly next: bigint;
    }
  /** Events are there that no seal names, before some that one does. */
  | { readonly kind: "unsealed_before_seal"; readonly range: ArchivedRange }
  /** Somebody changed the retention, or sealed the part, while its archive was written. */
  | { readonly kind: "changed_meanwhile" }
  /** The log is not what its receipts say, and no owner has acknowledged that. */
  | { readonly kind: "restore_unacknowledged" };

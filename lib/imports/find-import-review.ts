import type { Viewer } from "@/lib/auth/viewer";
import type { FoundSource } from "@/lib/imports/formats/found";
import { findHolders, holderIn } from "./find-holders";
import { findHeldPaste } from "./held-pastes";
import type { ImportReview } from "./import-review";
import { fingerprintEntry, judgeEntry, proposeEnvironment } from "./judge-entry";

/** What was read, compared with what is registered. Null where it is not held for this session. */
export async function findImportReview(viewer: Viewer, pasteId: string): Promise<ImportReview | null> {
  const paste = findHeldPaste(viewer, pasteId);
  if (paste === null) return null;
  const { organizationId } = viewer;
  const holders = await findHolders(
    organizationId,
    paste.entries.map(({ clientId }) => clientId),
  );
  const rows = paste.entries.map((entry, index) => {
    const { name, clientId, scopeCount, consoleAddress, source } = entry;
    const environment = proposeEnvironment(entry, holders.get(clientId) ?? []);
    const fingerprints = fingerprintEntry(organizationId, entry);
    const { standing, sentence, link } = judgeEntry(
      entry,
      fingerprints,
      holderIn(holders, { environment, clientId }),
    );
    return {
      index,
      name,
      environment,
      clientId,
      source: sourceLabels[source],
      scopeCount,
      fingerprints: fingerprints.map((fingerprint) => fingerprint.slice(0, 8)),
      hasNumericIds: consoleAddress !== null,
      standing,
      sentence,
      link,
    };
  });
  return { rows, unread: paste.unread };
}

const sourceLabels: Readonly<Record<FoundSource, string>> = {
  console_download: "download",
  workspace: "workspace",
  aio: "aio",
  env: ".env",
  curl: "cURL",
  details: "details",
  console_address: "address",
};

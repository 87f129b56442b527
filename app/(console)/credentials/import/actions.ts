"use server";

import { gate } from "@/lib/action";
import type { Action } from "@/lib/action-state";
import { foldFiles, foldRows } from "@/lib/imports/fold-form";
import { type ReadProposal, readProposal, readProposalInput } from "@/lib/imports/read-proposal";
import { cancelImport, cancelImportInput, startImport, startImportInput } from "@/lib/imports/start-import";

const readFolded = gate(
  { name: "download.read", permission: "credential.register", input: readProposalInput },
  readProposal,
  ({ pasteId }) => (pasteId === null ? null : `/credentials/import/${pasteId}`),
);

export const readDownloadAction: Action<ReadProposal> = async (previous, sent) =>
  readFolded(previous, await foldFiles(sent));

const startFolded = gate(
  {
    name: "credential.import",
    permission: "credential.register",
    input: startImportInput,
    keep: ["rows"],
  },
  (context, input) => startImport(context, input),
  ({ pasteId, jobId }) => `/credentials/import/${pasteId}?job=${jobId}`,
);

export const startImportAction: Action<unknown> = async (previous, sent) =>
  startFolded(previous, foldRows(sent));

export const cancelImportAction = gate(
  { name: "credential.cancel_import", permission: "credential.register", input: cancelImportInput },
  cancelImport,
);

"use server";

import { gate } from "@/lib/action";
import { foldFiles, foldRows } from "@/lib/imports/fold-form";
import { readProposal, readProposalInput } from "@/lib/imports/read-proposal";
import { cancelImport, cancelImportInput, startImport, startImportInput } from "@/lib/imports/start-import";

export const readDownloadAction = gate(
  {
    name: "download.read",
    permission: "credential.register",
    input: readProposalInput,
    fold: foldFiles,
  },
  readProposal,
  ({ pasteId }) => (pasteId === null ? null : `/credentials/import/${pasteId}`),
);

export const startImportAction = gate(
  {
    name: "credential.import",
    permission: "credential.register",
    input: startImportInput,
    fold: foldRows,
    keep: ["rows"],
  },
  (context, input) => startImport(context, input),
  ({ pasteId, jobId }) => `/credentials/import/${pasteId}?job=${jobId}`,
);

export const cancelImportAction = gate(
  { name: "credential.cancel_import", permission: "credential.register", input: cancelImportInput },
  cancelImport,
);

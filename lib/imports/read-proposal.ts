import { z } from "zod";
import type { ActContext } from "@/lib/auth/act-context";
import type { Failure } from "@/lib/failure";
import type { PasteId } from "@/lib/ids";
import { maxTextLength } from "@/lib/imports/formats/read-text";
import { parseJson } from "@/lib/parse-json";
import { fail, type Result, succeed } from "@/lib/result";
import type { Download } from "./download";
import { holdPaste } from "./held-pastes";
import { makeImportEntry } from "./import-entry";
import { explainOtherKind } from "./other-kinds";
import { toDownload } from "./read-download";
import { type ImportText, readImportTexts } from "./read-import-texts";

/** What the server says of a paste with one credential: everything that was understood but the secrets. */
export interface ReadProposal {
  readonly summary: string;
  readonly notices: readonly string[];
  readonly fields: Download["fields"];
  readonly secretCount: number;
  /** Set where there is more to look over than a form can show: it is held under this name. */
  readonly pasteId: PasteId | null;
}

const fileTexts = z.array(z.strictObject({ fileName: z.string(), text: z.string() }));

const maxFiles = 1_000;

export const readProposalInput = z.strictObject({
  download: z.string().default(""),
  /** What `foldFiles` made of the chosen files. */
  files: z
    .string()
    .default("[]")
    .transform((text) => fileTexts.safeParse(parseJson(text)).data ?? []),
});

/**
 * Reads a paste, files, or both. One pasted credential goes into the form; several, and whatever came in files, are
 * held for the review. Stores nothing, and sends no secret back to the page.
 */
export async function readProposal(
  { viewer }: Pick<ActContext, "viewer">,
  { download, files }: z.infer<typeof readProposalInput>,
): Promise<Result<ReadProposal, Failure>> {
  if (files.length > maxFiles)
    return refuse(`These are more than ${maxFiles} files. Import them in several parts.`);
  const isPasted = download.trim() !== "" || files.length === 0;
  const pasted: ImportText = { fileName: null, text: download.slice(0, maxTextLength + 1) };
  const read = readImportTexts([...(isPasted ? [pasted] : []), ...files]);
  if (!read.ok) return refuse(read.failure);
  const { found, unread } = read.value;
  const [one, ...more] = found;
  if (one === undefined) return refuse("No credential was found in this.");
  if (files.length > 0 || more.length > 0) {
    const pasteId = holdPaste(viewer, { entries: found.map(makeImportEntry), unread });
    return succeed({ ...propose(toDownload(one)), pasteId });
  }
  if (one.otherKind !== null) return refuse(explainOtherKind(one.otherKind));
  return succeed(propose(toDownload(one)));
}

function refuse(sentence: string): Result<never, Failure> {
  return fail({ kind: "invalid_input", fields: { download: sentence } });
}

function propose(read: Download): ReadProposal {
  const { summary, fields, clientSecrets } = read;
  return { summary, fields, secretCount: clientSecrets.length, notices: listNotices(read), pasteId: null };
}

function listNotices({ fields, clientSecrets }: Download): string[] {
  if (fields.clientId === "") return [];
  switch (clientSecrets.length) {
    case 0:
      return ["It holds no client secret. Copy the secret from the Developer Console."];
    case 1:
      return [];
    default:
      return [
        "It holds two client secrets. The first is in the form; test it, and use the second if it is refused.",
      ];
  }
}

import { z } from "zod";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { Download } from "./download";
import { maxDownloadLength, readDownload } from "./read-download";

/** What the server says of a paste: everything that was understood but the secrets. */
export interface ReadProposal {
  readonly summary: string;
  readonly notices: readonly string[];
  readonly fields: Download["fields"];
  readonly secretCount: number;
}

export const readProposalInput = z.strictObject({ download: z.string() });

/** Reads a paste for the form. Stores nothing, and sends no secret back to the page. */
export async function readProposal(
  _context: unknown,
  { download }: z.infer<typeof readProposalInput>,
): Promise<Result<ReadProposal, Failure>> {
  const read = readDownload(download.slice(0, maxDownloadLength + 1));
  if (!read.ok) return fail({ kind: "invalid_input", fields: { download: read.failure } });
  const { summary, fields, clientSecrets } = read.value;
  return succeed({ summary, fields, secretCount: clientSecrets.length, notices: listNotices(read.value) });
}

function listNotices({ source, clientSecrets }: Download): string[] {
  if (source === "console_address") return [];
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

/**
 * The room of imports: reads what people have of a credential into the fields of a form. It stores
 * nothing and asks nobody. What is pasted holds secrets and may be anything, so its size and depth are
 * bounded and no sentence quotes it.
 */

import { readConsoleAddress, writeConsoleAddress } from "@/lib/credentials/console-address";
import { isDamaged } from "@/lib/is-damaged";
import { fail, type Result, succeed } from "@/lib/result";
import { type Download, emptyFields } from "./download";
import { readConsoleDownload } from "./read-console-download";
import { readEnv } from "./read-env";

/** Characters. The largest real download of one credential is a few thousand. */
export const maxDownloadLength = 256 * 1024;

/**
 * Reads whatever people have of one credential: its Developer Console download, `.env` text, or the
 * address of its page. Pure: it runs in the browser and on the server alike.
 *
 * @returns what was understood, or one sentence that says what the paste is and what to use instead.
 */
export function readDownload(pasted: string): Result<Download, string> {
  if (pasted.length > maxDownloadLength) {
    return fail(
      "This is larger than any credential download (256 KB). Paste the download of one credential.",
    );
  }
  if (isDamaged(pasted)) return fail(damaged);
  const text = pasted.replace(/^\uFEFF/, "").trim();
  if (text === "") return fail("Paste a download, .env text or the address of a credential first.");
  const address = readConsoleAddress(text);
  if (address !== null) {
    return succeed({
      source: "console_address",
      summary: "Read the address of a credential in the Developer Console.",
      fields: { ...emptyFields, consoleAddress: writeConsoleAddress(address) },
      clientSecrets: [],
    });
  }
  if (/^https?:\/\//i.test(text)) {
    return fail(
      "This is not the address of a credential. Open the credential in the Developer Console and copy the whole address.",
    );
  }
  const isJson = text.startsWith("{") || text.startsWith("[");
  const read = isJson ? readConsoleDownload(text) : readEnv(text);
  if (!read.ok) return read;
  // JSON can spell damaged characters in plain ones.
  const values = [...Object.values(read.value.fields), ...read.value.clientSecrets];
  return values.some(isDamaged) ? fail(damaged) : read;
}

const damaged = "This holds damaged characters. Download the file again and paste its text.";

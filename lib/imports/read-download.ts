/**
 * The room of imports: reads what people have of their credentials, keeps it for a few minutes while a person
 * looks it over, and takes in what was picked. What is pasted holds secrets and may be anything, so its size and
 * depth are bounded and no sentence quotes it. Nothing here calls Adobe.
 */

import { writeConsoleAddress } from "@/lib/credentials/console-address";
import type { Found } from "@/lib/imports/formats/found";
import { mergeFound } from "@/lib/imports/formats/merge-found";
import { readText } from "@/lib/imports/formats/read-text";
import { fail, type Result, succeed } from "@/lib/result";
import { type Download, emptyFields } from "./download";
import { explainOtherKind } from "./other-kinds";

/**
 * Reads whatever people have of one credential into the fields of a form. Pure: it runs in the browser and
 * on the server alike.
 *
 * @returns what was understood, or one sentence that says what the paste is and what to use instead.
 */
export function readDownload(pasted: string): Result<Download, string> {
  const read = readText(pasted);
  if (!read.ok) return read;
  const [one, ...more] = mergeFound(read.value);
  if (one === undefined) return fail("No credential was found in this.");
  if (more.length > 0) return fail("This text names several credentials. Paste the lines of one of them.");
  return one.otherKind === null ? succeed(toDownload(one)) : fail(explainOtherKind(one.otherKind));
}

/** One credential as the form takes it. */
export function toDownload(found: Found): Download {
  const { consoleAddress } = found;
  const isAddress = found.clientId === "";
  return {
    source: found.source,
    summary: found.summary,
    fields: {
      ...emptyFields,
      ...(!isAddress && { name: found.name, environment: found.environment }),
      clientId: found.clientId,
      imsOrgId: found.imsOrgId,
      technicalAccountId: found.technicalAccountId,
      technicalAccountEmail: found.technicalAccountEmail,
      scopes: found.scopes,
      consoleAddress: consoleAddress === null ? "" : writeConsoleAddress(consoleAddress),
    },
    clientSecrets: found.clientSecrets,
  };
}

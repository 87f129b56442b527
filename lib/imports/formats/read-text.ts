import { readConsoleAddress } from "@/lib/credentials/console-address";
import { isDamaged } from "@/lib/is-damaged";
import { parseJson } from "@/lib/parse-json";
import { fail, type Result, succeed } from "@/lib/result";
import { type Found, foundOf } from "./found";
import { isModest } from "./is-modest";
import { readAioConfig } from "./read-aio";
import { readConsoleDownload } from "./read-console-download";
import { isCurl, readCurl } from "./read-curl";
import { isDetailsText, plainOf, readDetails, readDetailsText } from "./read-details";
import { readEnv } from "./read-env";
import { readWorkspace } from "./read-workspace";
import { readRelaxedObject } from "./relaxed-object";

/** Characters of everything that is read at once. Five hundred credentials in a workspace download take about 400,000. */
export const maxTextLength = 5_000_000;

/**
 * Reads one text, whichever of the forms it has in which people keep credentials. Pure: it runs in the browser and
 * on the server alike. Nothing of the text is run, and no sentence quotes it.
 *
 * @returns what it names, as it stands there, or one sentence that says what the text is and what to use instead.
 */
export function readText(pasted: string): Result<readonly Found[], string> {
  if (pasted.length > maxTextLength) {
    return fail("This is larger than any credential download (5 MB). Leave out what holds no credential.");
  }
  if (isDamaged(pasted)) return fail(damaged);
  const text = pasted.replace(/^\uFEFF/, "").trim();
  if (text === "") return fail("Paste a download, .env text or the address of a credential first.");
  const read = readByForm(text);
  // JSON can spell damaged characters in plain ones.
  return read.ok && read.value.some(isDamagedInside) ? fail(damaged) : read;
}

const damaged = "This holds damaged characters. Download the file again and paste its text.";

function isDamagedInside(found: Found): boolean {
  return [...Object.values(found), ...found.clientSecrets].some(
    (value) => typeof value === "string" && isDamaged(value),
  );
}

function readByForm(text: string): Result<readonly Found[], string> {
  if (/^https?:\/\//i.test(text)) return readAddresses(text);
  if (text.startsWith("{") || text.startsWith("[")) return readJson(text);
  if (isCurl(text)) {
    const found = readCurl(text);
    if (found === null) return fail("This cURL command is not whole: a quote stays open. Copy all of it.");
    return found.length === 0
      ? fail("This cURL command names no client ID. Paste the one that asks for a token.")
      : succeed(found);
  }
  if (isDetailsText(text)) {
    const found = readDetailsText(text);
    if (found.length > 0) return succeed(found);
  }
  const found = readEnv(text);
  return found.length === 0
    ? fail(
        "No client ID was found. The text needs a line such as IMS_CLIENT_ID=…, OAUTHS2S_CLIENT_ID=… or IMS_OAUTH_S2S_CLIENT_ID=….",
      )
    : succeed(found);
}

function readAddresses(text: string): Result<readonly Found[], string> {
  const found = text.split(/\s+/, 1000).map((word) => {
    const consoleAddress = readConsoleAddress(word);
    return (
      consoleAddress &&
      foundOf("console_address", "Read the address of a credential in the Developer Console.", {
        consoleAddress,
      })
    );
  });
  const read = found.filter((one) => one !== null);
  if (read.length === found.length) return succeed(read);
  return fail(
    "This is not the address of a credential. Open the credential in the Developer Console and copy the whole address.",
  );
}

function readJson(text: string): Result<readonly Found[], string> {
  const json = parseJson(text);
  if (json === undefined) return readAlmostJson(text);
  if (!isModest(json) || (Array.isArray(json) && json.length > maxParts)) {
    return fail(
      "This JSON is nested deeper or holds more than any credential download. Paste the download alone.",
    );
  }
  const parts = Array.isArray(json) ? json : [json];
  const read = parts.map(readPart);
  const found = read.flatMap((part) => part ?? []);
  if (found.length > 0) return succeed(found);
  return read.some((part) => part !== null)
    ? fail("This is the download of a whole project or workspace, and it holds no credential.")
    : fail(
        "This JSON is not a credential download. In the Developer Console open the OAuth Server-to-Server credential and choose Download JSON.",
      );
}

/** Null where it is nothing that is known here. */
function readPart(json: unknown): readonly Found[] | null {
  const workspace = readWorkspace(json);
  const aio = readAioConfig(json);
  if (workspace !== null || aio !== null) return [...(workspace ?? []), ...(aio ?? [])];
  const one = readConsoleDownload(json) ?? readDetails(json);
  return one === null ? null : [one];
}

const maxParts = 2_000;

/** The aio command line keeps its configuration as Hjson; program text may begin with the object. */
function readAlmostJson(text: string): Result<readonly Found[], string> {
  if (/\bcontexts\b/.test(text)) {
    const config = readRelaxedObject(text, 0, { areNamesTexts: true });
    const found = config === null ? null : readAioConfig(plainOf(config));
    if (found !== null && found.length > 0) return succeed(found);
  }
  const found = readDetailsText(text);
  if (found.length > 0) return succeed(found);
  return fail(
    "This begins like JSON but is not whole: it may have been cut off. Download the file again and paste all of it.",
  );
}

import type { AdobeFailureCode } from "@/lib/failure";
import { parseJson } from "@/lib/parse-json";
import { fail, type Result, succeed } from "@/lib/result";
import type { HttpAnswer } from "./http-client";

/** Reads an answer that should be one JSON object. */
export function readMembers(answer: HttpAnswer): Result<object, AdobeFailureCode> {
  if (!answer.body.ok) return answer.body;
  const mediaType = answer.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") return fail("not_json");
  const members = parseJson(answer.body.value);
  if (members === undefined) return fail("not_json");
  return typeof members === "object" && members !== null && !Array.isArray(members)
    ? succeed(members)
    : fail("answer_malformed");
}

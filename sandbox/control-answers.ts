import type { z } from "zod";
import { type Answer, jsonAnswer } from "./answer";

/** The error shape of the control API: a code, and a sentence for people. */
export function refuse(status: number, error: string, message: string): Answer {
  return jsonAnswer(status, { error, message });
}

/** Says where the input is wrong and never quotes it. */
export function malformed(error: z.ZodError): Answer {
  const paths = error.issues.map((issue) => issue.path.join(".") || "the whole");
  return refuse(400, "malformed", `Not understood: ${[...new Set(paths)].join(", ")}.`);
}

export function noSuchClient(): Answer {
  return refuse(404, "not_found", "There is no such client.");
}

export function nothingHere(): Answer {
  return refuse(404, "not_found", "There is nothing here.");
}

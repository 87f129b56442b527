import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type Answer, errorAnswer } from "./answer";
import type { Fault } from "./faults";
import { makeGzipBomb } from "./gzip-bomb";
import { tellLie } from "./lies";
import { refuseProduct } from "./product-refusals";

const compress = promisify(gzip);

/**
 * The answer that a fault gives in place of the honest one. `answerHonestly` acts on the call; faults
 * that stand for a server which never got that far do not run it. What an answer body says while IMS
 * throttles is not documented: the one here is chosen.
 */
export async function spoilAnswer(
  fault: Fault | undefined,
  answerHonestly: () => Promise<Answer>,
): Promise<Answer> {
  switch (fault?.kind) {
    case "throttle":
      return errorAnswer(429, "too_many_requests", "Too many requests", retryAfterHeader(fault.retryAfter));
    case "serverError":
      if (fault.after) await answerHonestly();
      return errorAnswer(
        fault.status,
        "internal_error",
        "Please try again later",
        retryAfterHeader(fault.retryAfter),
      );
    case "redirect":
      return { status: fault.status, headers: { location: fault.location }, body: "" };
    case "html":
      return {
        status: fault.status,
        headers: { "content-type": "text/html;charset=UTF-8" },
        body: "<!doctype html><title>Service notice</title><h1>We will be right back</h1>",
      };
    case "gzip": {
      const honest = await answerHonestly();
      if (honest.status === 204) return honest;
      return {
        ...honest,
        headers: { ...honest.headers, "content-encoding": "gzip" },
        body: await compress(honest.body),
      };
    }
    case "gzipBomb":
      return {
        status: 200,
        headers: {
          "content-type": "application/json;charset=UTF-8",
          "content-encoding": fault.layers === 1 ? "gzip" : "gzip, gzip",
        },
        body: await makeGzipBomb(fault.layers),
      };
    case "oversize":
      return lengthen(await answerHonestly(), fault.bytes, fault.announced);
    case "refuseProduct":
      return refuseProduct(fault.refusal, retryAfterHeader(fault.retryAfter));
    case "lie":
      return tellLie(fault.lie, await answerHonestly());
    case "delay":
    case "drip":
    case "reset":
    case "holdUntilReleased":
    case "foreignChange":
    case undefined:
      return answerHonestly();
  }
}

/** Stays good JSON, so that only a limit on its size can refuse it. */
function lengthen(honest: Answer, bytes: number, announced: boolean): Answer {
  if (honest.status === 204) return honest;
  const json = honest.body.toString() || "{}";
  const comma = json === "{}" ? "" : ",";
  return {
    ...honest,
    headers: announced ? honest.headers : { ...honest.headers, "transfer-encoding": "chunked" },
    body: `{"padding":"${"x".repeat(bytes)}"${comma}${json.slice(1)}`,
  };
}

type RetryAfter = { readonly seconds: number } | { readonly httpDate: string } | undefined;

function retryAfterHeader(retryAfter: RetryAfter): Record<string, string> {
  if (retryAfter === undefined) return {};
  return { "retry-after": "seconds" in retryAfter ? String(retryAfter.seconds) : retryAfter.httpDate };
}

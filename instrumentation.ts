import type { Instrumentation } from "next";
import { describeThrown, writeLog } from "@/lib/log";

/** One line per error that Next caught. No message, headers or query: they may hold what people typed. */
export const onRequestError: Instrumentation.onRequestError = (error, request, context) => {
  const hasDigest = typeof error === "object" && error !== null && "digest" in error;
  writeLog("request.failed", {
    ...describeThrown(error),
    digest: hasDigest && typeof error.digest === "string" ? error.digest : null,
    method: request.method,
    path: request.path.split("?")[0] ?? "",
    route: context.routePath,
    routeType: context.routeType,
  });
};

import type { Instrumentation } from "next";

/**
 * One line per error that Next caught. No message, headers or query: they may hold what people
 * typed. Next compiles this file for its edge runtime too, which has no log to write to.
 */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  // biome-ignore lint/style/noProcessEnv: Next replaces this word when it compiles; it is no setting.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { describeThrown, writeLog } = await import("@/lib/log");
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

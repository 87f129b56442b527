import { refresh } from "next/cache";
import { redirect, unstable_rethrow } from "next/navigation";
import { AuditUnavailable } from "@/lib/audit/audit-unavailable";
import { type GateRequest, getGateRequest, getPagePath, isSentByScript } from "@/lib/auth/request";
import { findSessionViewer } from "@/lib/auth/sessions";
import type { Viewer } from "@/lib/auth/viewer";
import { describeFailure } from "@/lib/diagnosis/describe-failure";
import type { Action, ActionState } from "./action-state";
import { systemClock } from "./clock";
import type { Failure } from "./failure";
import { asForm, keptValues } from "./form-input";
import { describeThrown, writeLog } from "./log";
import { fail, type Result } from "./result";

/** One request as the gate sees it. */
export interface Asked {
  readonly request: GateRequest;
  /** From the database, not from the cookie; null when there is no live session. */
  readonly viewer: Viewer | null;
  readonly now: Date;
}

interface Answering {
  readonly name: string;
  readonly keep?: readonly string[];
}

/** The part of an action that knows Next: reads the request, runs the work, answers the form. */
export function answerAction<T>(
  policy: Answering,
  work: (asked: Asked, form: FormData) => Promise<Result<T, Failure>>,
  then?: (value: T, form: FormData) => string | null,
): Action<T> {
  return async (_previous, sent) => {
    const form = asForm(sent);
    const request = await getGateRequest();
    const result = await runLogged(policy.name, request, (asked) => work(asked, form));
    // What the browser shows is stale now: counts, states, the log. A failed act may have changed them too.
    if (result.ok || hasActed.has(result.failure.kind)) refresh();
    if (result.ok) {
      const path = then?.(result.value, form) ?? null;
      return path === null ? { status: "done", value: result.value } : redirect(path);
    }
    if (result.failure.kind === "step_up_required" && !(await isSentByScript())) {
      redirect(`/step-up?${new URLSearchParams({ next: await getPagePath() })}`);
    }
    return failedState(result.failure, keptValues(form, policy.keep ?? []));
  };
}

/**
 * Runs the work for one request and writes one log line about it, without anything of the input. What
 * is thrown becomes a failure that names the request.
 */
export async function runLogged<T>(
  name: string,
  request: GateRequest,
  work: (asked: Asked) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const { requestId, sid } = request;
  const startedAt = performance.now();
  let viewer: Viewer | null = null;
  let result: Result<T, Failure>;
  try {
    const now = systemClock.now();
    viewer = sid === null ? null : await findSessionViewer(sid, now);
    result = await work({ request, viewer, now });
  } catch (thrown) {
    // Redirects and "not found" travel as exceptions.
    unstable_rethrow(thrown);
    const isAudit = thrown instanceof AuditUnavailable;
    if (!isAudit) writeLog("action.thrown", { name, requestId, ...describeThrown(thrown) });
    result = fail(isAudit ? { kind: "audit_unavailable" } : { kind: "unexpected", requestId });
  }
  const outcome = result.ok ? "done" : result.failure.kind;
  const ms = Math.round(performance.now() - startedAt);
  writeLog("action", { name, requestId, viewerId: viewer?.userId ?? null, outcome, ms });
  return result;
}

/** Failures after which things may stand differently from what the page shows. */
const hasActed: ReadonlySet<Failure["kind"]> = new Set([
  "conflict",
  "adobe",
  "answer_unrecorded",
  "unexpected",
]);

function failedState(failure: Failure, kept: Readonly<Record<string, string>>): ActionState<never> {
  const words = describeFailure(failure);
  if (failure.kind !== "conflict") {
    const fields = failure.kind === "invalid_input" ? failure.fields : {};
    return { status: "failed", kind: failure.kind, words, fields, values: kept };
  }
  const fields = failure.field === undefined ? {} : { [failure.field]: failure.message };
  return { status: "failed", kind: failure.kind, words, fields, values: { ...kept, ...failure.values } };
}

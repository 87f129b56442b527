import { z } from "zod";
import { makeAccount, makeRequest, readEvents, type TestAccount } from "@/lib/auth/account.fixture";
import type { ActContext } from "@/lib/auth/act-context";
import type { Permission } from "@/lib/auth/permissions";
import type { GateRequest } from "@/lib/auth/request";
import { startSession } from "@/lib/auth/sessions";
import { inTransaction } from "@/lib/db/transaction";
import { type GatePolicy, type OncePolicy, passGate } from "./action";
import { runLogged } from "./answer-action";
import type { Failure } from "./failure";
import { type Result, succeed } from "./result";
import type { Secret } from "./secret";

/** The one field of the forms below. */
export const input = z.strictObject({ name: z.string().min(1, "Enter a name.") });

export function policy(permission: Permission, changes: Partial<GatePolicy<typeof input>> = {}) {
  return { name: `test.${permission}`, permission, input, ...changes };
}

export async function openSession(
  { userId, name, organizationId }: TestAccount,
  now = new Date(),
): Promise<Secret> {
  const origin = { actor: { type: "user", id: userId, name }, requestId: null, address: null } as const;
  const session = await inTransaction((tx) =>
    startSession(tx, { userId, userName: name, organizationId, origin }, now),
  );
  return session.sid;
}

export function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

export interface Call {
  readonly request: GateRequest;
  readonly form: FormData;
  readonly command?: (context: ActContext) => Promise<Result<string, Failure>>;
}

/** Sends one request through the gate; says what came of it and how often the command ran. */
export async function send(
  using: GatePolicy<typeof input> | OncePolicy<typeof input>,
  { request, form, command }: Call,
) {
  const contexts: ActContext[] = [];
  const result = await runLogged(using.name, request, (asked) =>
    passGate(using, asked, form, async (context) => {
      contexts.push(context);
      return command === undefined ? succeed("done") : command(context);
    }),
  );
  return { kind: result.ok ? "done" : result.failure.kind, result, contexts };
}

/** A person with a live session, and what their page sends. */
export async function makeCall(role: "owner" | "admin" | "operator" | "auditor" = "owner") {
  const account = await makeAccount({ role });
  const sid = await openSession(account);
  const form = formOf({ organizationId: account.organizationId, name: "Storefront" });
  return { account, sid, request: makeRequest({ sid }), form };
}

/** What the log says of refusals. */
export async function denials(account: TestAccount) {
  const events = await readEvents(account.organizationId);
  return events.filter(({ action }) => action === "access.denied").map(({ detail }) => detail);
}

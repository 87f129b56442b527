// `npm run user:create -- --email E --name N --organization O --role R`, the password on standard
// input. Works beside a running product, and by itself.
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import type { Failure } from "@/lib/failure";
import { Secret } from "@/lib/secret";
import { Refusal } from "./explain-problem.mjs";
import { joinOrOpenRuntime } from "./join-or-open-runtime";
import { runCommand } from "./run-command";
import { loadSettings } from "./runtime";

const usage =
  "Usage: npm run user:create -- --email E --name N --organization O --role owner|admin|operator|auditor (the password on standard input)";

await runCommand(async (stop, cleanUps) => {
  const { email, name, organization, role, envFile } = readFlags();
  const password = await readPassword(stop);
  const settings = loadSettings({ envFile });
  await joinOrOpenRuntime(settings, { note: "npm run user:create", stop, cleanUps });
  const { createUser } = await import("@/lib/auth/create-user");
  const { closeDb } = await import("@/lib/db/client");
  cleanUps.add(closeDb);
  const created = await createUser({ email, name, organizationName: organization, role, password });
  if (!created.ok) throw new Refusal(explainFailure(created.failure));
  const place = created.value.isNewOrganization ? `the new organization ${organization}` : organization;
  process.stdout.write(`${email} can now sign in, as ${role} of ${place}.\n`);
});

interface Flags {
  readonly email: string;
  readonly name: string;
  readonly organization: string;
  readonly role: string;
  readonly envFile: boolean;
}

function readFlags(): Flags {
  try {
    const { values } = parseArgs({
      options: {
        email: { type: "string" },
        name: { type: "string" },
        organization: { type: "string" },
        role: { type: "string" },
        "no-env-file": { type: "boolean", default: false },
      },
    });
    const { email, name, organization, role } = values;
    if (email && name && organization && role) {
      return { email, name, organization, role, envFile: !values["no-env-file"] };
    }
  } catch {
    // What it says repeats the arguments; the usage says more.
  }
  throw new Refusal(usage);
}

/** Everything up to the end of input but the last line break; at a terminal, one line that is not shown. */
async function readPassword(stop: AbortSignal): Promise<Secret> {
  if (!process.stdin.isTTY) return new Secret((await text(process.stdin)).replace(/\r?\n$/, ""));
  process.stderr.write("Password (at least 15 characters, not shown): ");
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return new Secret(await lines.question("", { signal: stop }));
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}

function explainFailure(failure: Failure): string {
  switch (failure.kind) {
    case "invalid_input": {
      const problems = Object.entries(failure.fields).map(([field, problem]) => `${field}: ${problem}`);
      return problems.join("\n");
    }
    case "conflict":
      return failure.message;
    case "audit_unavailable":
      return "The event could not be written to the audit log, so no account was made: look at the database's disk and try again.";
    default:
      return `The account was not made (${failure.kind}): try again in a moment.`;
  }
}

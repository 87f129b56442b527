import { z } from "zod";
import type { ActContext } from "@/lib/auth/act-context";
import { registerCredentialInput } from "@/lib/credentials/credential-input";
import { registerCredential } from "@/lib/credentials/register-credential";
import type { CredentialId } from "@/lib/ids";
import { tokenTestBudget } from "@/lib/tokens/prepare-test-subject";
import { testToken } from "@/lib/tokens/test-token";
import type { ControlClient } from "@/sandbox/control-client";
import { Refusal } from "@/scripts/explain-problem.mjs";
import { enter, type RoundPlan, spreadOf, takeTurns, timeMs } from "./measure";
import { newSandboxClient, type SandboxClient } from "./sandbox-client";
import type { Stage } from "./stage";
import type { Row } from "./table";

interface TokenTestPlan {
  /** While the sandbox takes its time as IMS does. */
  readonly slow: RoundPlan & { readonly delayMs: number };
  readonly fast: RoundPlan;
}

type Registered = SandboxClient & { readonly credentialId: CredentialId };

/**
 * One token test after another through the command (the credential read, the budget spent, the secret
 * opened, two transactions with a signed event each) beside one bare `fetch` of the same grant.
 */
export async function measureTokenTests(
  { control, sandboxUrl }: Stage,
  context: ActContext,
  { slow, fast }: TokenTestPlan,
  stop: AbortSignal,
): Promise<readonly Row[]> {
  const rounds = [slow, fast].reduce((sum, plan) => sum + plan.warmUpRounds + plan.rounds, 0);
  const credentials: Registered[] = [];
  while (credentials.length * tokenTestBudget.limit < rounds) {
    stop.throwIfAborted();
    credentials.push(await registerClient(control, context));
  }
  let used = 0;
  // Each credential serves until its budget for a minute is spent.
  const takeCredential = (): Registered => {
    const credential = credentials[Math.floor(used / tokenTestBudget.limit)];
    used += 1;
    if (credential === undefined) throw new Error("There are fewer credentials than rounds.");
    return credential;
  };

  const run = async (plan: RoundPlan) => {
    const command = enter(() => {
      const { credentialId } = takeCredential();
      return timeMs(() => runCommand(context, credentialId));
    });
    const bare = enter(() => timeMs(() => fetchToken(sandboxUrl, credentials[0])));
    await takeTurns([command, bare], plan, stop);
    return { ours: spreadOf(command.figures, "lower"), theirs: spreadOf(bare.figures, "lower") };
  };

  const setDelay = (credential: Registered) =>
    control.setFaults(credential.clientId, { kind: "delay", delayMs: slow.delayMs });
  for (const credential of credentials) await setDelay(credential);
  const slowFigures = await run(slow);
  for (const { clientId } of credentials) await control.clearFaults(clientId);
  const fastFigures = await run(fast);
  const reference = "bare fetch of the same grant";
  return [
    {
      what: `token test, sandbox answers after ${slow.delayMs} ms`,
      unit: "ms",
      reference,
      ...slowFigures,
      aim: { of: "ratio", bound: 1.2, better: "lower" },
    },
    { what: "token test, sandbox answers at once", unit: "ms", reference, ...fastFigures },
  ];
}

async function registerClient(control: ControlClient, context: ActContext): Promise<Registered> {
  const client = await newSandboxClient(control);
  const registered = await registerCredential(
    context,
    registerCredentialInput.parse({
      name: "Asset importer",
      environment: "sandbox",
      clientId: client.clientId,
      clientSecret: client.clientSecret.reveal(),
      imsOrgId: client.imsOrgId,
      technicalAccountId: "",
      technicalAccountEmail: "",
      scopes: client.scopes.join(","),
      consoleAddress: "",
      notes: "",
    }),
  );
  if (!registered.ok) throw new Refusal(`A credential was not registered (${registered.failure.kind}).`);
  return { ...client, credentialId: registered.value.credentialId };
}

async function runCommand(context: ActContext, credentialId: CredentialId): Promise<void> {
  const tested = await testToken(context, { credentialId });
  if (!tested.ok) throw new Refusal(`A token test was refused (${tested.failure.kind}).`);
  if (tested.value.outcome !== "succeeded") throw new Refusal("A token test failed in the sandbox.");
}

const grant = z.object({ access_token: z.string().min(1) });

/** The grant as anybody would write it, without a limit, a check or a record. */
export async function fetchToken(sandboxUrl: string, client: SandboxClient | undefined): Promise<void> {
  if (client === undefined) throw new Error("There is no client to ask for.");
  const answer = await fetch(`${sandboxUrl}/ims/token/v3`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: client.clientId,
      client_secret: client.clientSecret.reveal(),
      scope: client.scopes.join(","),
    }),
  });
  if (!grant.safeParse(await answer.json()).success) {
    throw new Refusal(`The sandbox answered ${answer.status} to a bare fetch.`);
  }
}

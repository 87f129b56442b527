import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { ActContext } from "@/lib/auth/act-context";
import { getEnv } from "@/lib/env";
import type { Failure } from "@/lib/failure";
import { fail, type Result } from "@/lib/result";
import { registerCredentialInput } from "./credential-input";
import { type RegisteredCredential, registerCredential } from "./register-credential";

const readyCredential = z.object({
  name: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  imsOrgId: z.string(),
  technicalAccountId: z.string(),
  technicalAccountEmail: z.string(),
  scopes: z.array(z.string()),
  consoleAddress: z.string(),
});

/** Whether the sandbox that `npm start` brought along offers a credential to try things with. */
export function hasSandboxCredential(): boolean {
  return getEnv().sandboxReadyFile !== undefined;
}

/** Registers the sandbox's ready credential, exactly as one typed by hand. */
export async function registerSandboxCredential(
  context: ActContext,
): Promise<Result<RegisteredCredential, Failure>> {
  const ready = await readReadyCredential();
  if (ready === null) {
    return fail({
      kind: "conflict",
      message: "The sandbox offers no credential here. Register one by hand.",
    });
  }
  const input = registerCredentialInput.parse({
    ...ready,
    environment: "sandbox",
    scopes: ready.scopes.join(","),
    notes: "Lives in the sandbox on this machine. It opens nothing at Adobe.",
  });
  return registerCredential(context, input);
}

async function readReadyCredential(): Promise<z.infer<typeof readyCredential> | null> {
  const { sandboxReadyFile } = getEnv();
  if (sandboxReadyFile === undefined) return null;
  const text = await readFile(sandboxReadyFile, "utf8").catch(() => null);
  return text === null ? null : readyCredential.parse(JSON.parse(text));
}

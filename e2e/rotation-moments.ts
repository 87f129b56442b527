import type { CallKind } from "@/sandbox/call-kinds";
import { postForm, readForm } from "./call-action";
import { type Block, blockCommits } from "./rotation-block";
import { findOrganizationId } from "./rotation-facts";
import type { WebServer } from "./rotation-server";
import { type Act, findButton, type Walk } from "./rotation-walk";

export interface Moment {
  readonly name: string;
  readonly act: Act;
  /** The call of the act that the sandbox holds, before or after it has acted on it. */
  readonly held?: { readonly call: CallKind; readonly at: "request" | "response" };
  /** The process is then let on until it commits what came of the act. */
  readonly isAtCommit?: true;
  /** Where the rotation stands when the process is gone. */
  readonly leaves: string;
  /** What leads from there to the end. */
  readonly way: readonly Act[];
}

const fromVerify = ["Verify new secret", "Promote", "Check last use", "Delete old secret"] as const;

export const moments: readonly Moment[] = [
  {
    name: "while the token of the binding is asked for",
    act: "Start rotation",
    held: { call: "token", at: "request" },
    leaves: "binding",
    way: ["Find out what happened", "Add secret", ...fromVerify],
  },
  {
    name: "while the secrets are listed for the binding",
    act: "Start rotation",
    held: { call: "listSecrets", at: "response" },
    leaves: "binding",
    way: ["Find out what happened", "Add secret", ...fromVerify],
  },
  {
    name: "between the intent to add a secret and the list before it",
    act: "Add secret",
    held: { call: "listSecrets", at: "response" },
    leaves: "planned",
    way: ["Add secret", ...fromVerify],
  },
  {
    name: "before Adobe adds the secret",
    act: "Add secret",
    held: { call: "addSecret", at: "request" },
    leaves: "creating",
    way: ["Find out what happened", "Try again", ...fromVerify],
  },
  {
    name: "after Adobe added the secret, before its answer",
    act: "Add secret",
    held: { call: "addSecret", at: "response" },
    leaves: "creating",
    way: ["Find out what happened", "Adopt by pasting", ...fromVerify],
  },
  {
    name: "after Adobe answered with the secret, before it is stored",
    act: "Add secret",
    held: { call: "addSecret", at: "response" },
    isAtCommit: true,
    leaves: "creating",
    way: ["Find out what happened", "Delete unknown secret", "Add secret", ...fromVerify],
  },
  {
    name: "while the new secret is verified",
    act: "Verify new secret",
    held: { call: "token", at: "response" },
    leaves: "created",
    way: fromVerify,
  },
  {
    name: "while the new secret is promoted",
    act: "Promote",
    isAtCommit: true,
    leaves: "verified",
    way: ["Promote", "Check last use", "Delete old secret"],
  },
  {
    name: "while the last use is checked",
    act: "Check last use",
    held: { call: "listSecrets", at: "response" },
    leaves: "promoted",
    way: ["Check last use", "Delete old secret"],
  },
  {
    name: "before Adobe deletes the old secret",
    act: "Delete old secret",
    held: { call: "deleteSecret", at: "request" },
    leaves: "deleting",
    way: ["Find out what happened", "Delete old secret"],
  },
  {
    name: "after Adobe deleted the old secret, before its answer",
    act: "Delete old secret",
    held: { call: "deleteSecret", at: "response" },
    leaves: "deleting",
    way: ["Find out what happened"],
  },
  {
    name: "after Adobe answered that the old secret is deleted, before that is stored",
    act: "Delete old secret",
    held: { call: "deleteSecret", at: "response" },
    isAtCommit: true,
    leaves: "deleting",
    way: ["Find out what happened"],
  },
];

/** Presses the button, waits for the moment, kills the web server and starts it again. */
export async function killAt({ act, held, isAtCommit }: Moment, run: Walk, server: WebServer): Promise<void> {
  const { page, product, control, credential } = run;
  const { clientId } = credential.client;
  const form = await readForm(page, await findButton(run, act));
  let block: Block | undefined;
  if (held === undefined)
    block = await blockCommits(product, await findOrganizationId(product, credential.id));
  else await control.setFaults(clientId, { kind: "holdUntilReleased", count: 1, ...held });
  const answer = postForm(page.request, server.origin, form).catch(() => undefined);
  if (held !== undefined) await control.waitForHeld(1, clientId);
  if (held !== undefined && isAtCommit) {
    block = await blockCommits(product, await findOrganizationId(product, credential.id));
    await control.release(clientId);
  }
  await block?.waitForWaiting();
  await server.kill();
  await block?.release();
  await answer;
  await control.clearFaults(clientId);
  await server.restart();
}

import { expect } from "@playwright/test";
import type { CallKind } from "@/sandbox/call-kinds";
import { callAction, type PageForm } from "./call-action";
import { blockCommits } from "./rotation-block";
import { findOrganizationId } from "./rotation-facts";
import { type Act, openForm, openRotation, type Walk } from "./rotation-walk";

/** A page of somebody, on one of the processes. */
export interface Seat extends Walk {
  readonly origin: string;
}

type Answer = Awaited<ReturnType<typeof callAction>>;

export interface CrowdAct {
  readonly act: Act;
  /** The call that shows that one of the crowd acts; without it the act asks Adobe nothing. */
  readonly call?: CallKind;
  /** The act is answered before its call is. */
  readonly isJob?: true;
}

/**
 * Presses one button from every seat, and each form twice, so that all of it arrives while the first is
 * not through: its call is held at the sandbox, or its commit at the database.
 * @returns what the forms were answered
 */
export async function pressTogether(
  seats: readonly Seat[],
  { act, call, isJob }: CrowdAct,
): Promise<readonly Answer[]> {
  const [first] = seats;
  if (first === undefined) throw new Error("Nobody is there.");
  const { control, product, credential } = first;
  const { clientId } = credential.client;
  const forms: PageForm[] = [];
  for (const seat of seats) forms.push(await openForm(seat, act));

  if (call !== undefined) await control.setFaults(clientId, { kind: "holdUntilReleased", call, count: 1 });
  const block =
    call === undefined
      ? await blockCommits(product, await findOrganizationId(product, credential.id))
      : undefined;
  let answered = 0;
  const sent = seats.flatMap((seat, index) => {
    const form = forms[index];
    if (form === undefined) return [];
    return [form, form].map(async (one) => {
      const answer = await callAction(seat.page.request, seat.origin, one);
      answered += 1;
      return answer;
    });
  });
  await block?.waitForWaiting();
  if (call !== undefined) {
    await control.waitForHeld(1, clientId);
    // The one that is held, and the one that was sent with the same key and waits for it.
    await expect.poll(() => answered).toBe(sent.length - (isJob ? 0 : 2));
    for (const seat of seats) {
      await openRotation(seat);
      await expect(seat.page.getByRole("main").getByText("Working", { exact: true })).toBeVisible();
    }
    await control.release(clientId);
  }
  await block?.release();
  const answers = await Promise.all(sent);
  await control.clearFaults(clientId);
  return answers;
}

/** Presses different buttons at the same time, each from a seat of its own. */
export async function pressAtOnce(wanted: readonly (readonly [Seat, string])[]): Promise<readonly Answer[]> {
  const forms: (readonly [Seat, PageForm])[] = [];
  for (const [seat, act] of wanted) forms.push([seat, await openForm(seat, act)]);
  return Promise.all(forms.map(([seat, form]) => callAction(seat.page.request, seat.origin, form)));
}

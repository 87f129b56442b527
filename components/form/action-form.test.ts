import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { ActionState } from "@/lib/action-state";
import { newIdempotencyKey } from "@/lib/idempotency-key";
import { BoundForm } from "./action-form";

/** What the server sends for a form in a state, before any JavaScript. */
function draw(idempotencyKey: string, state: ActionState<null>): string {
  const form = {
    binding: [state, () => {}, false],
    organizationId: "organization",
    hidden: { idempotencyKey },
    children: () => null,
  } as const;
  return renderToStaticMarkup(createElement(BoundForm<null>, form));
}

const keysIn = (html: string) =>
  [...html.matchAll(/name="idempotencyKey" value="([^"]*)"/g)].map(([, key]) => key);
const failed = {
  status: "failed",
  kind: "conflict",
  words: { title: "Not now", whatHappened: "It was changed meanwhile." },
  fields: {},
  values: { name: "Storefront" },
} as const;

test("each drawing of a page gives its forms a key of their own, also after a success or a failure", () => {
  const states = [{ status: "idle" }, { status: "done", value: null }, failed] as const;
  const drawn = states.map((state) => {
    const key = newIdempotencyKey();
    expect(keysIn(draw(key, state))).toEqual([key]);
    return key;
  });
  expect(new Set(drawn).size).toBe(3);
});

import type { APIRequestContext, APIResponse, Locator, Page } from "@playwright/test";
import { z } from "zod";

/** A form as a page holds it: the action behind it, and every field with its value. */
export interface PageForm {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface CallOptions {
  /** Put in place of the form's own values. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Put in place of what a browser would send. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends no `Origin`, as programs do. */
  readonly isWithoutOrigin?: boolean;
}

/** Reads the form around a button. The page has to be one without scripts. */
export async function readForm(page: Page, button: Locator): Promise<PageForm> {
  const { pathname, search } = new URL(page.url());
  const fields = await button.evaluate((element) => {
    const form = element.closest("form");
    return Object.fromEntries(
      [...new FormData(form ?? undefined)].map(([name, value]) => [name, String(value)]),
    );
  });
  return { path: `${pathname}${search}`, fields };
}

/** Posts the form as a browser without scripts does, with the cookies of `request`. Follows no redirect. */
export function postForm(
  request: APIRequestContext,
  baseUrl: string,
  form: PageForm,
  options: CallOptions = {},
): Promise<APIResponse> {
  return request.post(`${baseUrl}${form.path}`, {
    headers: headersOf(baseUrl, options),
    multipart: { ...form.fields, ...options.fields },
    maxRedirects: 0,
  });
}

interface ActionAnswer {
  readonly status: number;
  /** Of the failure, when it was one of ours. */
  readonly kind: string | undefined;
  /** Where it led to. */
  readonly redirect: string | undefined;
  readonly body: string;
}

/** Calls the action of the form as React does: by its id, without any page. */
export async function callAction(
  request: APIRequestContext,
  baseUrl: string,
  form: PageForm,
  options: CallOptions = {},
): Promise<ActionAnswer> {
  const sent = new FormData();
  for (const [name, value] of Object.entries({ ...form.fields, ...options.fields })) {
    if (!name.startsWith("$ACTION_")) sent.append(`_1_${name}`, value);
  }
  // The arguments, after what they refer to: the state that the form began with, and the fields.
  sent.append("0", JSON.stringify([{ status: "idle" }, "$K1"]));
  const response = await request.post(`${baseUrl}${form.path}`, {
    headers: {
      ...headersOf(baseUrl, options),
      accept: "text/x-component",
      "next-action": readActionId(form),
    },
    multipart: sent,
    maxRedirects: 0,
  });
  const body = await response.text();
  return {
    status: response.status(),
    kind: /"status":"failed","kind":"([a-z_]+)"/.exec(body)?.[1],
    redirect: response.headers()["x-action-redirect"],
    body,
  };
}

function readActionId({ fields }: PageForm): string {
  const described = Object.entries(fields).find(([name]) => /^\$ACTION_\d+:0$/.test(name));
  if (described === undefined) throw new Error("The form has no action.");
  return z.object({ id: z.string() }).parse(JSON.parse(described[1])).id;
}

function headersOf(baseUrl: string, { headers, isWithoutOrigin }: CallOptions): Record<string, string> {
  const usual = isWithoutOrigin === true ? {} : { origin: baseUrl, "sec-fetch-site": "same-origin" };
  // A connection that is kept may be closed by the server just when it is used again.
  return { connection: "close", ...usual, ...headers };
}

/** What a caller sent: parameters from body and query, and what the headers say of the client. */

import type { IncomingMessage } from "node:http";

export type Parameters = ReadonlyMap<string, readonly string[]>;

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: Parameters;
  readonly query: Parameters;
  readonly basic: { readonly clientId: string; readonly clientSecret: string } | "malformed" | undefined;
  readonly bearer: string | undefined;
  readonly imsClientId: string | undefined;
  readonly apiKey: string | undefined;
  /** `x-gw-ims-org-id` */
  readonly organization: string | undefined;
}

/** Body parameters may be form encoded or multipart; a body of any other type has none. */
export async function parseCall(request: IncomingMessage, url: URL, body: Buffer): Promise<Call> {
  const authorization = request.headers.authorization ?? "";
  const imsClientId = request.headers["x-ims-clientid"];
  const apiKey = request.headers["x-api-key"];
  const organization = request.headers["x-gw-ims-org-id"];
  return {
    method: request.method ?? "",
    path: url.pathname,
    body: await parseBody(request.headers["content-type"] ?? "", body),
    query: collect(url.searchParams),
    basic: parseBasic(authorization),
    bearer: /^Bearer +(\S+)$/i.exec(authorization)?.[1],
    imsClientId: typeof imsClientId === "string" ? imsClientId : undefined,
    apiKey: typeof apiKey === "string" && apiKey !== "" ? apiKey : undefined,
    organization: typeof organization === "string" ? organization : undefined,
  };
}

/** An empty value counts as not sent (RFC 6749 §3.2). */
export function findParameter(call: Call, name: string): string | undefined {
  const value = call.body.get(name)?.[0] ?? call.query.get(name)?.[0];
  return value === "" ? undefined : value;
}

/** The first parameter that was sent more than once; only `resource` may be (RFC 8707 §2). */
export function findRepeatedParameter(call: Call): string | undefined {
  for (const name of new Set([...call.body.keys(), ...call.query.keys()])) {
    const times = (call.body.get(name)?.length ?? 0) + (call.query.get(name)?.length ?? 0);
    if (times > 1 && name !== "resource") return name;
  }
  return undefined;
}

/** The client that the call says it comes from, proved or not. */
export function findClaimedClientId(call: Call): string | undefined {
  if (call.basic !== undefined && call.basic !== "malformed") return call.basic.clientId;
  return findParameter(call, "client_id") ?? call.imsClientId ?? call.apiKey;
}

async function parseBody(contentType: string, body: Buffer): Promise<Parameters> {
  const mediaType = contentType.split(";")[0]?.trim().toLowerCase();
  if (mediaType === "application/x-www-form-urlencoded") {
    return collect(new URLSearchParams(body.toString("utf8")));
  }
  if (mediaType === "multipart/form-data") {
    try {
      const form = await new Response(new Uint8Array(body), {
        headers: { "content-type": contentType },
      }).formData();
      return collect(form);
    } catch {
      return new Map();
    }
  }
  return new Map();
}

function collect(entries: Iterable<readonly [string, unknown]>): Parameters {
  const parameters = new Map<string, string[]>();
  for (const [name, value] of entries) {
    if (typeof value !== "string") continue;
    const values = parameters.get(name);
    if (values) values.push(value);
    else parameters.set(name, [value]);
  }
  return parameters;
}

/** Id and secret are form encoded inside the header (RFC 6749 §2.3.1). */
function parseBasic(authorization: string): Call["basic"] {
  const encoded = /^Basic +(\S*)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const pair = /^([^:]+):(.*)$/s.exec(Buffer.from(encoded, "base64").toString("utf8"));
  if (!pair) return "malformed";
  try {
    return { clientId: decodeFormValue(pair[1] ?? ""), clientSecret: decodeFormValue(pair[2] ?? "") };
  } catch {
    return "malformed";
  }
}

function decodeFormValue(value: string): string {
  return decodeURIComponent(value.replaceAll("+", " "));
}

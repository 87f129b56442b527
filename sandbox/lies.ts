import { z } from "zod";
import type { Answer } from "./answer";

const grantSchema = z.strictObject({
  access_token: z.string(),
  token_type: z.literal("bearer"),
  expires_in: z.number(),
});
type Grant = z.infer<typeof grantSchema>;

export const lieNames = [
  "expiresInWord",
  "expiresInNumericString",
  "expiresInFraction",
  "expiresInZero",
  "expiresInNegative",
  "expiresInMilliseconds",
  "expiresInNull",
  "expiresInMissing",
  "accessTokenMissing",
  "accessTokenNull",
  "accessTokenEmpty",
  "accessTokenNumber",
  "accessTokenObject",
  "accessTokenHuge",
  "accessTokenWithNewline",
  "accessTokenOpaque",
  "tokenTypeMac",
  "tokenTypeMissing",
  "tokenTypeNumber",
  "tokenTypeCapitalised",
  "claimsNotJson",
  "claimsArray",
  "scopeClaimMissing",
  "scopeClaimArray",
  "scopeClaimEmpty",
  "scopeClaimWithMarkup",
  "timeClaimsNumbers",
  "timeClaimsWords",
  "arrayBody",
  "nullBody",
  "stringBody",
  "numberBody",
  "emptyBody",
  "errorBody",
  "truncatedJson",
  "trailingGarbage",
  "duplicateMembers",
  "protoMember",
  "deepNesting",
  "byteOrderMark",
  "invalidUtf8",
  "plainTextType",
  "noContentType",
] as const;
export type LieName = (typeof lieNames)[number];

type Lie = (grant: Grant) => { body: string | Buffer; contentType?: string | null };

function member(change: (grant: Grant) => Record<string, unknown>): Lie {
  return (grant) => ({ body: JSON.stringify(change(grant)) });
}

function raw(write: (json: string, grant: Grant) => string | Buffer): Lie {
  return (grant) => ({ body: write(JSON.stringify(grant), grant) });
}

/** The payload is exchanged and the signature no longer fits, which a client cannot see. */
function payload(change: (claims: Record<string, unknown>) => unknown): Lie {
  return member((grant) => {
    const [header = "", body = "", signature = ""] = grant.access_token.split(".");
    const claims = z.record(z.string(), z.unknown()).parse(JSON.parse(fromBase64url(body)));
    const told = change(claims);
    const text = typeof told === "string" ? told : JSON.stringify(told);
    return { ...grant, access_token: [header, Buffer.from(text).toString("base64url"), signature].join(".") };
  });
}

const lies: Readonly<Record<LieName, Lie>> = {
  expiresInWord: member((grant) => ({ ...grant, expires_in: "soon" })),
  expiresInNumericString: member((grant) => ({ ...grant, expires_in: "86399" })),
  expiresInFraction: member((grant) => ({ ...grant, expires_in: 86399.5 })),
  expiresInZero: member((grant) => ({ ...grant, expires_in: 0 })),
  expiresInNegative: member((grant) => ({ ...grant, expires_in: -1 })),
  expiresInMilliseconds: member((grant) => ({ ...grant, expires_in: 86_399_000 })),
  expiresInNull: member((grant) => ({ ...grant, expires_in: null })),
  expiresInMissing: member(({ access_token, token_type }) => ({ access_token, token_type })),
  accessTokenMissing: member(({ token_type, expires_in }) => ({ token_type, expires_in })),
  accessTokenNull: member((grant) => ({ ...grant, access_token: null })),
  accessTokenEmpty: member((grant) => ({ ...grant, access_token: "" })),
  accessTokenNumber: member((grant) => ({ ...grant, access_token: 12345 })),
  accessTokenObject: member((grant) => ({ ...grant, access_token: { token: grant.access_token } })),
  accessTokenHuge: member((grant) => ({ ...grant, access_token: "a".repeat(16_385) })),
  accessTokenWithNewline: member((grant) => ({
    ...grant,
    access_token: `${grant.access_token}\r\nx-sly: 1`,
  })),
  accessTokenOpaque: member((grant) => ({ ...grant, access_token: "opaque" })),
  tokenTypeMac: member((grant) => ({ ...grant, token_type: "mac" })),
  tokenTypeMissing: member(({ access_token, expires_in }) => ({ access_token, expires_in })),
  tokenTypeNumber: member((grant) => ({ ...grant, token_type: 1 })),
  tokenTypeCapitalised: member((grant) => ({ ...grant, token_type: "Bearer" })),
  claimsNotJson: payload(() => "not json"),
  claimsArray: payload((claims) => [claims]),
  scopeClaimMissing: payload(({ scope: _scope, ...claims }) => claims),
  scopeClaimArray: payload((claims) => ({ ...claims, scope: ["openid", "AdobeID"] })),
  scopeClaimEmpty: payload((claims) => ({ ...claims, scope: "" })),
  scopeClaimWithMarkup: payload((claims) => ({ ...claims, scope: "openid,<img/src=x>,\u0000,\ud800" })),
  timeClaimsNumbers: payload((claims) => ({
    ...claims,
    created_at: Number(claims.created_at),
    expires_in: Number(claims.expires_in),
  })),
  timeClaimsWords: payload((claims) => ({ ...claims, created_at: "yesterday", expires_in: "a day" })),
  arrayBody: raw((json) => `[${json}]`),
  nullBody: raw(() => "null"),
  stringBody: raw(() => '"ok"'),
  numberBody: raw(() => "200"),
  emptyBody: raw(() => ""),
  errorBody: raw(() => '{"error":"invalid_client","error_description":"invalid client_id parameter"}'),
  truncatedJson: raw((json) => json.slice(0, -10)),
  trailingGarbage: raw((json) => `${json}}`),
  duplicateMembers: raw(
    (json) => `{"expires_in":1,"token_type":"mac","access_token":"first",${json.slice(1)}`,
  ),
  protoMember: raw((json) => `{"__proto__":{"expires_in":1},"constructor":{},${json.slice(1)}`),
  deepNesting: raw((json) => `{"deep":${"[".repeat(20_000)}${"]".repeat(20_000)},${json.slice(1)}`),
  byteOrderMark: raw((json) => `\ufeff${json}`),
  invalidUtf8: raw((json) =>
    Buffer.concat([
      Buffer.from('{"note":"'),
      Buffer.from([0xff, 0xc0, 0x80]),
      Buffer.from(`",${json.slice(1)}`),
    ]),
  ),
  plainTextType: (grant) => ({ body: JSON.stringify(grant), contentType: "text/plain" }),
  noContentType: (grant) => ({ body: JSON.stringify(grant), contentType: null }),
};

/** Spoils a successful token answer; any other answer comes back as it is. */
export function tellLie(name: LieName, honest: Answer): Answer {
  const grant = honest.status === 200 ? parseGrant(honest.body) : undefined;
  if (!grant) return honest;
  const { body, contentType } = lies[name](grant);
  const { "content-type": honestType = "", ...headers } = honest.headers;
  return {
    status: 200,
    headers: contentType === null ? headers : { ...headers, "content-type": contentType ?? honestType },
    body,
  };
}

function parseGrant(body: string | Buffer): Grant | undefined {
  try {
    return grantSchema.parse(JSON.parse(body.toString()));
  } catch {
    return undefined;
  }
}

function fromBase64url(text: string): string {
  return Buffer.from(text, "base64url").toString("utf8");
}

import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";

/** The ways in which IMS turns a known client away although its secret is right. */
export const refusals = [
  "notServerToServer",
  "removedFromOrganization",
  "notAllowed",
  "duplicateBinding",
] as const;

export const clientIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
const clientSecretSchema = z.string().regex(/^\P{Cc}{1,512}$/u);
const scopeSchema = z.string().regex(/^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]{1,200}$/);

const clientShape = {
  clientId: clientIdSchema,
  /** Adobe keeps at most two secrets per credential; either of them is good. */
  clientSecrets: z.array(clientSecretSchema).max(2),
  boundScopes: z.array(scopeSchema).max(100),
  /** Answers `invalid_scope` when any requested scope is not bound, instead of leaving it out. */
  strict: z.boolean(),
  imsOrgId: z.string().regex(/^[0-9A-F]{24}@AdobeOrg$/),
  technicalAccountId: z.string().regex(/^[0-9A-F]{24}@techacct\.adobe\.com$/),
  technicalAccountEmail: z.string().regex(/^[0-9A-Za-z.-]{1,64}@techacct\.adobe\.com$/),
  refusal: z.enum(refusals).nullable(),
};

export const clientSchema = z.strictObject(clientShape);
export type Client = z.infer<typeof clientSchema>;

/** The one client that newcomers are given: it always has a secret. */
export const readyClientSchema = z.strictObject({
  ...clientShape,
  clientSecrets: z.tuple([clientSecretSchema]).rest(clientSecretSchema).check(z.maxLength(2)),
});
export type ReadyClient = z.infer<typeof readyClientSchema>;

/** What a person may set on a client; what is left out stays, or is generated for a new one. */
export const clientChangeSchema = z.strictObject(clientShape).omit({ clientId: true }).partial();

export function generateClientId(): string {
  return randomBytes(16).toString("hex");
}

/** `p8e-` and 32 URL-safe characters, the form that Adobe's examples have. */
export function generateClientSecret(): string {
  return `p8e-${randomBytes(24).toString("base64url")}`;
}

function generateGuid(): string {
  return randomBytes(12).toString("hex").toUpperCase();
}

export function generateClient(clientId: string): ReadyClient {
  return {
    clientId,
    clientSecrets: [generateClientSecret()],
    boundScopes: [
      "openid",
      "AdobeID",
      "read_organizations",
      "additional_info.projectedProductContext",
      "additional_info.roles",
    ],
    strict: false,
    imsOrgId: `${generateGuid()}@AdobeOrg`,
    technicalAccountId: `${generateGuid()}@techacct.adobe.com`,
    technicalAccountEmail: `${randomUUID()}@techacct.adobe.com`,
    refusal: null,
  };
}

import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { z } from "zod";
import {
  makeSecret,
  maxSecrets,
  secretInputSchema,
  secretRecordSchema,
  secretValueSchema,
} from "./client-secrets";

/** The ways in which IMS turns a known client away although its secret is right. */
export const refusals = [
  "notServerToServer",
  "removedFromOrganization",
  "notAllowed",
  "duplicateBinding",
] as const;

export const clientIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
const scopeSchema = z.string().regex(/^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]{1,200}$/);

const profileSchema = z.strictObject({
  id: z.string().regex(/^\d{1,20}$/),
  name: z.string().min(1).max(200),
  productId: z.string().regex(/^[0-9A-F]{1,40}$/),
});
const serviceSchema = z.strictObject({
  sdkCode: z.string().regex(/^\w{1,100}$/),
  name: z.string().min(1).max(200),
  profiles: z.array(profileSchema).max(300),
});

/** A Service Account (JWT) credential under the same client ID. */
const jwtSchema = z.strictObject({
  /** PEM. An assertion that any of them verifies is taken. */
  publicKeys: z
    .array(
      z.string().regex(/^-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]{1,2000}-----END PUBLIC KEY-----\s*$/),
    )
    .max(5),
  /** Without Adobe's prefix. */
  metascopes: z.array(z.string().regex(/^[a-z0-9_]{1,100}$/)).max(50),
  /** Adobe has made an OAuth Server-to-Server credential of it: the exchange fails. */
  isEnded: z.boolean().default(false),
});
export type JwtSettings = z.infer<typeof jwtSchema>;

const settings = {
  boundScopes: z.array(scopeSchema).max(100),
  /** Answers `invalid_scope` when any requested scope is not bound, instead of leaving it out. */
  strict: z.boolean(),
  imsOrgId: z.string().regex(/^[0-9A-F]{24}@AdobeOrg$/),
  technicalAccountId: z.string().regex(/^[0-9A-F]{24}@techacct\.adobe\.com$/),
  technicalAccountEmail: z.string().regex(/^[0-9A-Za-z.-]{1,64}@techacct\.adobe\.com$/),
  refusal: z.enum(refusals).nullable(),
  /** The ids in the address of the credential in the Developer Console, which its API is called with. */
  adobeOrganizationId: z.string().regex(/^\d{1,20}$/),
  adobeProjectId: z.string().regex(/^\d{1,25}$/),
  adobeCredentialId: z.string().regex(/^\d{1,20}$/),
  /** How long the token endpoint refuses a secret after the Console API added it. */
  spreadingMs: z.int().min(0).max(86_400_000),
  /** The Console API answers 200 where Adobe's guide says 201 and 204: so says its API description. */
  legacyStatuses: z.boolean(),
  /** While it is `STARTED`, a migration from JWT keeps secrets from being added or deleted. */
  migrationStatus: z.enum(["NOT_STARTED", "STARTED", "COMPLETED", "NONE"]),
  /** APIs of the project beside I/O Management, with the product profiles that the Console lists for each. */
  services: z.array(serviceSchema).max(50),
  /** `null` where the client has OAuth Server-to-Server alone. */
  jwt: jwtSchema.nullable(),
};

/** A client as the sandbox keeps it. More than two secrets come about only by force. */
export const storedClientSchema = z.strictObject({
  clientId: clientIdSchema,
  secrets: z.array(secretRecordSchema).max(10),
  ...settings,
  /** A state file of before has none. */
  services: settings.services.default([]),
  jwt: settings.jwt.default(null),
});
export type StoredClient = z.infer<typeof storedClientSchema>;

/** The one client that newcomers are given: it always has a secret. */
export const readyClientSchema = z.strictObject({
  ...storedClientSchema.shape,
  secrets: z.tuple([secretRecordSchema]).rest(secretRecordSchema).check(z.maxLength(10)),
});
export type ReadyClient = z.infer<typeof readyClientSchema>;

/** A client as the control API tells of it, with the values of its secrets. */
export const clientSchema = z.strictObject({
  clientId: clientIdSchema,
  clientSecrets: z.array(secretValueSchema),
  ...settings,
});
export type Client = z.infer<typeof clientSchema>;

/**
 * What a person may set on a client; what is left out stays, or is generated for a new one. Its secrets
 * are given as values or as records, not both.
 */
export const clientChangeSchema = z
  .strictObject({
    clientSecrets: z.array(secretValueSchema).max(maxSecrets),
    secrets: z.array(secretInputSchema).max(maxSecrets),
    ...settings,
  })
  .partial()
  .refine(({ clientSecrets, secrets }) => !(clientSecrets && secrets), { path: ["secrets"] });

/** What the I/O Management API, and with it the rotation of secrets, asks for. */
export const managementScopes = [
  "openid",
  "AdobeID",
  "read_organizations",
  "additional_info.projectedProductContext",
  "additional_info.roles",
  "adobeio_api",
  "read_client_secret",
  "manage_client_secrets",
] as const;

export function generateClientId(): string {
  return randomBytes(16).toString("hex");
}

function generateGuid(): string {
  return randomBytes(12).toString("hex").toUpperCase();
}

function generateNumber(): string {
  return String(randomInt(1_000_000_000, 10_000_000_000));
}

/** A client with one secret, made now and never used, that is fit for rotation. */
export function generateClient(clientId: string, nowMs: number = Date.now()): ReadyClient {
  return {
    clientId,
    secrets: [makeSecret(nowMs)],
    boundScopes: [...managementScopes],
    strict: false,
    imsOrgId: `${generateGuid()}@AdobeOrg`,
    technicalAccountId: `${generateGuid()}@techacct.adobe.com`,
    technicalAccountEmail: `${randomUUID()}@techacct.adobe.com`,
    refusal: null,
    adobeOrganizationId: generateNumber(),
    adobeProjectId: `456620608${generateNumber()}`,
    adobeCredentialId: generateNumber(),
    spreadingMs: 0,
    legacyStatuses: false,
    migrationStatus: "NONE",
    services: [],
    jwt: null,
  };
}

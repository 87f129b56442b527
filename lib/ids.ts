import { uuidv7 } from "uuidv7";
import { z } from "zod";

/**
 * Branded ids. Every row is named by a UUIDv7 made in the app, so that ids sort by time and
 * a command knows the id of a row before the row exists (sealing needs it).
 */
export type OrganizationId = string & { readonly __brand: "OrganizationId" };
export type UserId = string & { readonly __brand: "UserId" };
export type CredentialId = string & { readonly __brand: "CredentialId" };
export type ClientSecretId = string & { readonly __brand: "ClientSecretId" };
export type TokenTestId = string & { readonly __brand: "TokenTestId" };
export type RotationId = string & { readonly __brand: "RotationId" };
export type ScopeBaselineId = string & { readonly __brand: "ScopeBaselineId" };
export type ProfileNoteId = string & { readonly __brand: "ProfileNoteId" };
export type JwtKeyId = string & { readonly __brand: "JwtKeyId" };
export type MigrationId = string & { readonly __brand: "MigrationId" };
export type ProbeRunId = string & { readonly __brand: "ProbeRunId" };
export type ProfileReadingId = string & { readonly __brand: "ProfileReadingId" };
export type ConsumerId = string & { readonly __brand: "ConsumerId" };
export type SecretUsageId = string & { readonly __brand: "SecretUsageId" };
export type SecretGrantId = string & { readonly __brand: "SecretGrantId" };
export type PasteId = string & { readonly __brand: "PasteId" };
/** Names a session without opening it: the hash of what its cookie holds. */
export type SessionId = string & { readonly __brand: "SessionId" };
export type JobId = string & { readonly __brand: "JobId" };
export type LeaseId = string & { readonly __brand: "LeaseId" };
export type EventId = string & { readonly __brand: "EventId" };
export type RequestId = string & { readonly __brand: "RequestId" };

export const newOrganizationId = (): OrganizationId => uuidv7() as OrganizationId;
export const newUserId = (): UserId => uuidv7() as UserId;
export const newCredentialId = (): CredentialId => uuidv7() as CredentialId;
export const newClientSecretId = (): ClientSecretId => uuidv7() as ClientSecretId;
export const newTokenTestId = (): TokenTestId => uuidv7() as TokenTestId;
export const newRotationId = (): RotationId => uuidv7() as RotationId;
export const newScopeBaselineId = (): ScopeBaselineId => uuidv7() as ScopeBaselineId;
export const newProfileNoteId = (): ProfileNoteId => uuidv7() as ProfileNoteId;
export const newJwtKeyId = (): JwtKeyId => uuidv7() as JwtKeyId;
export const newMigrationId = (): MigrationId => uuidv7() as MigrationId;
export const newProbeRunId = (): ProbeRunId => uuidv7() as ProbeRunId;
export const newProfileReadingId = (): ProfileReadingId => uuidv7() as ProfileReadingId;
export const newConsumerId = (): ConsumerId => uuidv7() as ConsumerId;
export const newSecretUsageId = (): SecretUsageId => uuidv7() as SecretUsageId;
export const newSecretGrantId = (): SecretGrantId => uuidv7() as SecretGrantId;
export const newJobId = (): JobId => uuidv7() as JobId;
export const newLeaseId = (): LeaseId => uuidv7() as LeaseId;
export const newEventId = (): EventId => uuidv7() as EventId;
export const newRequestId = (): RequestId => uuidv7() as RequestId;

export const newPasteId = (): PasteId => uuidv7() as PasteId;

/**
 * Parsers for ids that arrive from outside (URL, form, database row). Those of the audit log take whatever
 * PostgreSQL takes: an id that was tampered with must not keep the log from being read and verified.
 */
export const organizationIdSchema = z.guid().transform((id) => id as OrganizationId);
export const userIdSchema = z.uuid().transform((id) => id as UserId);
export const credentialIdSchema = z.uuid().transform((id) => id as CredentialId);
export const clientSecretIdSchema = z.uuid().transform((id) => id as ClientSecretId);
export const rotationIdSchema = z.uuid().transform((id) => id as RotationId);
export const jwtKeyIdSchema = z.uuid().transform((id) => id as JwtKeyId);
export const migrationIdSchema = z.uuid().transform((id) => id as MigrationId);
export const sessionIdSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((id) => id as SessionId);
export const jobIdSchema = z.uuid().transform((id) => id as JobId);
export const eventIdSchema = z.guid().transform((id) => id as EventId);

import { randomBytes, randomUUID } from "node:crypto";
import type { Prisma } from "@/lib/db/generated/client";
import { getDb } from "./client";

/** The plainest rows the tables accept, for tests of the tables themselves. Each returns the row's id. */
export async function addOrganization(): Promise<string> {
  const id = randomUUID();
  await getDb().organization.create({ data: { id, name: "Acme" } });
  return id;
}

export async function addCredential(
  organizationId: string,
  overrides: Partial<Prisma.CredentialUncheckedCreateInput> = {},
): Promise<string> {
  const id = randomUUID();
  await getDb().credential.create({
    data: {
      id,
      organizationId,
      name: "Storefront sync",
      sortName: "storefront sync",
      environment: "sandbox",
      clientId: randomUUID(),
      scopes: ["openid"],
      createdById: randomUUID(),
      ...overrides,
    },
  });
  return id;
}

export async function addSecret(
  organizationId: string,
  credentialId: string,
  overrides: Partial<Prisma.ClientSecretUncheckedCreateInput> = {},
): Promise<string> {
  const id = randomUUID();
  await getDb().clientSecret.create({
    data: {
      id,
      organizationId,
      credentialId,
      state: "current",
      sealed: "not.a.real.sealed.value",
      kid: "seal-test",
      fingerprint: randomBytes(32),
      createdById: randomUUID(),
      ...overrides,
    },
  });
  return id;
}

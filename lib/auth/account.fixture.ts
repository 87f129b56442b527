import { randomBytes } from "node:crypto";
import { z } from "zod";
import { instanceChainId } from "@/lib/audit/chain";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { newRequestId, type OrganizationId } from "@/lib/ids";
import { Secret } from "@/lib/secret";
import { makeMember, type TestMember } from "./member.fixture";
import { hashPassword } from "./passwords";
import type { Role } from "./permissions";
import type { GateRequest } from "./request";

export interface TestAccount extends TestMember {
  readonly password: Secret;
}

/** For tests: a member of a new organization, with a password made for this run. */
export async function makeAccount(
  options: { readonly role?: Role; readonly passwordHash?: string } = {},
): Promise<TestAccount> {
  const password = new Secret(`plum ${randomBytes(12).toString("hex")} nine`);
  const passwordHash = options.passwordHash ?? (await hashForTest(password));
  return { ...(await makeMember(options.role ?? "owner", passwordHash)), password };
}

async function hashForTest(password: Secret): Promise<string> {
  const hashed = await hashPassword(password);
  if (!hashed.ok) throw new Error("There was no room to hash a password.");
  return hashed.value;
}

/** For tests: a request from one of our own pages, without a session unless one is given. */
export function makeRequest(changes: Partial<GateRequest> = {}): GateRequest {
  return {
    requestId: newRequestId(),
    address: null,
    sid: null,
    originHeader: "http://localhost:3000",
    fetchSite: "same-origin",
    ...changes,
  };
}

const payloadSchema = z.object({
  action: z.string(),
  outcome: z.string(),
  actor: z.object({ type: z.string() }).loose(),
  detail: z.record(z.string(), z.unknown()),
});

/** For tests: what a chain holds, oldest first. */
export async function readEvents(chain: OrganizationId | "instance") {
  const rows = await getDb().auditEvent.findMany({
    where: { organizationId: chain === "instance" ? instanceChainId : chain },
    orderBy: { seq: "asc" },
    select: { payload: true, targetId: true, actorId: true },
  });
  return rows.map(({ payload, targetId, actorId }) => {
    const { action, outcome, actor, detail } = payloadSchema.parse(JSON.parse(payload));
    return { action, outcome, actor: actor.type, actorId, targetId, detail };
  });
}

/** For tests: how often each action stands in a chain. */
export async function countActions(chain: OrganizationId | "instance"): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { action } of await readEvents(chain)) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

/** For tests: from now on the database refuses every event of a chain. */
export async function refuseEvents(chain: OrganizationId): Promise<void> {
  const owner = await connectAs("owner");
  const name = `refuse_${chain.replaceAll("-", "")}`;
  await owner.query(`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no'; END $$`);
  await owner.query(`CREATE TRIGGER ${name} BEFORE INSERT ON "AuditEvent"
    FOR EACH ROW WHEN (NEW."organizationId" = '${chain}') EXECUTE FUNCTION ${name}()`);
}

import { readFailureCode } from "@/lib/credentials/credential-health";
import { findFailureContext } from "@/lib/credentials/find-failure-context";
import { getDb } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { describeFailure } from "@/lib/diagnosis/describe-failure";
import { explainFailure } from "@/lib/diagnosis/explain-failure";
import type { FailureContext } from "@/lib/diagnosis/failure-context";
import type { FailureWords } from "@/lib/failure-words";
import { credentialIdSchema, type OrganizationId, rotationIdSchema } from "@/lib/ids";
import { findLatestJob } from "@/lib/jobs/find-job";
import { logFailureKinds } from "@/lib/rotation/console/code-of-failure";
import { listKnownTokens } from "@/lib/rotation/console/known-tokens";
import { selectRotation } from "@/lib/rotation/lease/rotation-row";
import { type Finding, findingSchema } from "@/lib/rotation/policy/finding";
import { isOver, isUnderWay } from "@/lib/rotation/policy/rotation-state";
import { describeSafety, describeWayBack } from "@/lib/rotation/view/describe-safety";
import { describeSteps } from "@/lib/rotation/view/describe-steps";
import { describeTrouble } from "@/lib/rotation/view/describe-trouble";
import { describeUnlock } from "@/lib/rotation/view/describe-unlock";
import type { RotationView, SecretView, VerificationView } from "@/lib/rotation/view/rotation-view";
import { type EvidenceRow, viewFound, viewSlots, viewUses } from "@/lib/rotation/view/view-evidence";
import { findLeaseHolder } from "./find-lease-holder";
import { listDeletedIds } from "./list-deleted-ids";
import { listKnownSecrets } from "./list-known-secrets";
import { listTicks } from "./list-ticks";
import { readUnlock } from "./read-unlock";

/** Which rotation of a credential: a certain one, or the live one, else the newest. */
interface Wanted {
  readonly credentialId: string;
  readonly rotationId?: string | undefined;
}

const select = { ...selectRotation, boundAt: true, endedAt: true, endedById: true, overrideReason: true };
type Row = Prisma.RotationGetPayload<{ select: typeof select }>;

/** A rotation of this organization with all that its page shows, from stored rows alone; null: none, or not here. */
export async function findRotation(
  organizationId: OrganizationId,
  wanted: Wanted,
  reader: Pick<FailureContext, "mayEdit"> = {},
): Promise<RotationView | null> {
  const row = await findRow(organizationId, wanted);
  if (row === null) return null;
  const db = getDb();
  const { id, credentialId, state, mode, isEmergency, quietHours, overrideReason } = row;
  const where = { organizationId, credentialId };
  const [circumstances, known, consumers, evidence, holder, names, deletedIds] = await Promise.all([
    findFailureContext(organizationId, credentialId),
    listKnownSecrets(organizationId, credentialId),
    listTicks(organizationId, { credentialId, rotationId: id, endedAt: row.endedAt }),
    db.secretUsage.findMany({
      where: { ...where, ...(row.endedAt !== null && { checkedAt: { lte: row.endedAt } }) },
      orderBy: { checkedAt: "desc" },
      take: maxEvidence,
    }),
    findLeaseHolder(organizationId, id),
    nameUsers([row.startedById, row.endedById]),
    listDeletedIds(organizationId, credentialId),
  ]);
  const context = { ...circumstances, ...reader };
  const old = known.find((secret) => secret.id === row.oldSecretId);
  if (old === undefined) throw new Error("A rotation names a secret that has no row.");
  const fresh = known.find((secret) => secret.id === row.newSecretId) ?? null;
  const judgedAt = row.endedAt ?? new Date();
  const unlock = describeUnlock({
    unlock: await readUnlock(db, row, { old, fresh }, judgedAt),
    mode,
    isEmergency,
    quietHours,
    oldCreatedAt: createdAtAdobe(old, evidence),
    now: judgedAt,
  });
  const standing = isOver(state)
    ? "over"
    : holder !== null
      ? "acting"
      : isUnderWay(state)
        ? "attention"
        : "waiting";
  const finding = readFinding(row.finding);
  const slots = viewSlots(
    evidence.filter(({ rotationId }) => rotationId === id),
    known,
    deletedIds,
  );
  const isPromoted = row.promotedAt !== null;
  const times = {
    addedAt: row.addedAt?.toISOString() ?? null,
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    promotedAt: row.promotedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
  const freshView = fresh === null ? null : viewSecret(fresh, evidence);
  const { isUnlocked } = unlock;
  return {
    id,
    state,
    mode,
    isEmergency,
    quietHours,
    startedAt: row.startedAt.toISOString(),
    startedByName: names.get(row.startedById) ?? "",
    endedAt: times.endedAt,
    endedByName: row.endedById === null ? null : (names.get(row.endedById) ?? ""),
    isBegun: standing !== "over" || row.boundAt !== null,
    promotedAt: times.promotedAt,
    standing,
    acting: holder,
    steps: describeSteps({ state, mode, ...times, fresh: freshView, consumers, isUnlocked, overrideReason }),
    safety: describeSafety({ state, mode, isEmergency, isPromoted }),
    wayBack: describeWayBack({ state, mode, isEmergency, isPromoted }),
    trouble: describeTrouble({
      state,
      mode,
      standing,
      finding: finding?.kind ?? null,
      found: viewFound(evidence, known, finding?.adobeSecretIds ?? []),
      slots,
    }),
    old: viewSecret(old, evidence),
    fresh: freshView,
    consumers,
    uses: viewUses(evidence, { old, fresh }),
    unlock,
    canTryAgain: state === "planned" && finding?.kind === "nothing_new",
    slots,
    verification: await findVerification(
      organizationId,
      id,
      fresh === null ? context : { ...context, secretStoredAt: fresh.createdAt },
    ),
    knownTokenCount: state === "promoted" ? (await listKnownTokens(old.id)).length : 0,
    lastFailure: explainCode(row.lastFailureCode, context),
    overrideReason,
  };
}

/** Far more than a rotation that is looked at daily for months leaves behind. */
const maxEvidence = 1_000;

async function findRow(organizationId: OrganizationId, wanted: Wanted): Promise<Row | null> {
  const credentialId = credentialIdSchema.safeParse(wanted.credentialId);
  if (!credentialId.success) return null;
  const db = getDb();
  const where = { organizationId, credentialId: credentialId.data };
  if (wanted.rotationId !== undefined) {
    const id = rotationIdSchema.safeParse(wanted.rotationId);
    return id.success ? db.rotation.findFirst({ where: { ...where, id: id.data }, select }) : null;
  }
  // A live one is always the newest: there is one at a time, and ids sort by time.
  return db.rotation.findFirst({ where, orderBy: { id: "desc" }, select });
}

async function nameUsers(ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const people = await getDb().user.findMany({
    where: { id: { in: ids.filter((id) => id !== null) } },
    select: { id: true, name: true },
  });
  return new Map(people.map(({ id, name }) => [id, name]));
}

async function findVerification(
  organizationId: OrganizationId,
  rotationId: string,
  context: FailureContext,
): Promise<VerificationView | null> {
  const job = await findLatestJob({ organizationId, kind: "secret.verify", subjectId: rotationId });
  if (job === null) return null;
  const { id, state, progress, failureCode } = job;
  const kind = logFailureKinds.find((one) => one === failureCode);
  const words = kind === undefined ? explainCode(failureCode, context) : describeFailure({ kind });
  return { jobId: id, state, progress, words };
}

function explainCode(stored: string | null, context: FailureContext): FailureWords | null {
  const code = readFailureCode(stored);
  return code === null ? null : explainFailure({ code, tries: 0, durationMs: 0 }, context);
}

function readFinding(stored: unknown): Finding | null {
  return findingSchema.nullable().catch(null).parse(stored);
}

interface DatedSecret {
  readonly id: string;
  readonly adobeSecretId: string | null;
  readonly fingerprint: string;
  readonly createdAt: Date;
}

function viewSecret(secret: DatedSecret, evidence: readonly EvidenceRow[]): SecretView {
  const { fingerprint, adobeSecretId } = secret;
  return { fingerprint, adobeSecretId, createdAt: createdAtAdobe(secret, evidence).toISOString() };
}

function createdAtAdobe(secret: DatedSecret, evidence: readonly EvidenceRow[]): Date {
  const seen = evidence.find(({ secretKey }) => secretKey === secret.adobeSecretId);
  return seen?.secretCreatedAt ?? secret.createdAt;
}

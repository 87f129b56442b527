import { type Environment, environmentLabels } from "@/lib/environment";
import type { OrganizationId } from "@/lib/ids";
import { fingerprintSecret } from "@/lib/sealing/fingerprint";
import type { Holder } from "./find-holders";
import type { ImportEntry } from "./import-entry";
import type { ImportStanding } from "./import-review";

/** How an entry stands, why, and where to go on. */
interface Judgement {
  readonly standing: ImportStanding;
  readonly sentence: string | null;
  readonly link: { readonly href: string; readonly label: string } | null;
  readonly credentialId: string | null;
}

/** Hexadecimal, of each secret of an entry. */
export function fingerprintEntry(organizationId: OrganizationId, entry: ImportEntry): readonly string[] {
  return entry.clientSecrets.map((secret) =>
    Buffer.from(fingerprintSecret(organizationId, secret)).toString("hex"),
  );
}

/**
 * The environment to propose. A client ID is of one environment, so one that is registered in another than the text
 * said is taken to be that one.
 */
export function proposeEnvironment(entry: ImportEntry, holders: readonly Holder[]): Environment {
  if (holders.some(({ environment }) => environment === entry.environment)) return entry.environment;
  const [other, ...more] = holders;
  return other !== undefined && more.length === 0 ? other.environment : entry.environment;
}

/** Compares an entry with the credential of its client ID and environment, where there is one. */
export function judgeEntry(
  entry: ImportEntry,
  fingerprints: readonly string[],
  holder: Holder | undefined,
): Judgement {
  const { obstacle } = entry;
  if (obstacle?.kind === "not_supported") {
    const link = obstacle.isJwt ? { href: "/credentials/new-jwt", label: "Register a JWT credential" } : null;
    return { standing: "not_supported", sentence: obstacle.sentence, link, credentialId: null };
  }
  if (holder !== undefined && fingerprints.some((one) => holder.fingerprints.includes(one))) {
    return holder.isArchived ? ofHolder("archived", holder) : ofHolder("same", holder);
  }
  if (obstacle !== null) {
    return { standing: "incomplete", sentence: obstacle.sentence, link: null, credentialId: null };
  }
  if (holder === undefined) return { standing: "new", sentence: null, link: null, credentialId: null };
  if (holder.isArchived) return ofHolder("archived", holder);
  if (holder.kind !== "oauth") return ofHolder("other_kind", holder);
  return ofHolder(holder.isRotating ? "rotating" : "differs", holder);
}

const sentences = {
  same: "It is registered with this secret. Nothing has to be done.",
  archived: "It is registered and archived. Restore it first.",
  other_kind: "It is registered as a JWT credential. Migrate it there, so that its history stays with it.",
  rotating: "It is registered with another secret, and a rotation is under way. Finish or cancel that first.",
  differs: "It is registered with another secret, which importing destroys here.",
} as const;

function ofHolder(standing: keyof typeof sentences, holder: Holder): Judgement {
  const { id, name, environment } = holder;
  const rotation = { href: `/credentials/${id}/rotation`, label: "Open the rotation" };
  const credential = { href: `/credentials/${id}`, label: `${name}, ${environmentLabels[environment]}` };
  return {
    standing,
    sentence: sentences[standing],
    link: standing === "rotating" ? rotation : credential,
    credentialId: id,
  };
}

import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from "node:crypto";
import { FlattenedEncrypt, type FlattenedJWE, flattenedDecrypt } from "jose";
import { newClientSecretId, newOrganizationId } from "@/lib/ids";
import { open, seal } from "@/lib/sealing/sealed-value";
import { Secret } from "@/lib/secret";
import { type Contestant, enter, type RoundPlan, spreadOf, takeTurns, timesPerSecond } from "./measure";
import type { Row } from "./table";

type SealingPlan = RoundPlan & {
  /** Values that are sealed and opened one after another in each round. */
  readonly valuesPerRound: number;
};

/** Sealing beside jose used plainly, and beside the one cipher at the bottom of it all. */
export async function measureSealing(plan: SealingPlan, stop: AbortSignal): Promise<readonly Row[]> {
  const context = {
    table: "ClientSecret",
    rowId: newClientSecretId(),
    organizationId: newOrganizationId(),
    field: "sealed",
  };
  // As long as a client secret of Adobe's.
  const characters = randomBytes(27).toString("base64url");
  const secret = new Secret(characters);
  const bytes = Buffer.from(characters);
  const perSecond = (act: () => unknown) => enter(() => timesPerSecond(plan.valuesPerRound, act));

  const { sealed } = await seal(secret, context);
  const jose = await prepareJose(bytes);
  const cipher = prepareCipher(bytes);
  const sealing = {
    ours: perSecond(() => seal(secret, context)),
    jose: perSecond(jose.encrypt),
    cipher: perSecond(cipher.encrypt),
  };
  const opening = {
    ours: perSecond(() => open(sealed, context)),
    jose: perSecond(jose.decrypt),
    cipher: perSecond(cipher.decrypt),
  };
  await takeTurns(Object.values(sealing), plan, stop);
  await takeTurns(Object.values(opening), plan, stop);
  return [...rowsOf("seals", sealing), ...rowsOf("opens", opening)];
}

async function prepareJose(bytes: Uint8Array) {
  const key = createSecretKey(randomBytes(32));
  const encrypt = (): Promise<FlattenedJWE> =>
    new FlattenedEncrypt(bytes).setProtectedHeader({ alg: "A256KW", enc: "A256GCM" }).encrypt(key);
  const encrypted = await encrypt();
  return { encrypt, decrypt: () => flattenedDecrypt(encrypted, key) };
}

function prepareCipher(bytes: Uint8Array) {
  const key = createSecretKey(randomBytes(32));
  const encrypt = () => {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, iv);
    const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return { iv, ciphertext, tag: cipher.getAuthTag() };
  };
  const { iv, ciphertext, tag } = encrypt();
  const decrypt = () => {
    const decipher = createDecipheriv("aes-256-gcm", key, iv).setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  };
  return { encrypt, decrypt };
}

function rowsOf(
  what: string,
  { ours, jose, cipher }: { readonly [name in "ours" | "jose" | "cipher"]: Contestant },
): readonly Row[] {
  const shared = { what, unit: "per second", ours: spreadOf(ours.figures, "higher") } as const;
  return [
    { ...shared, reference: "plain jose, A256KW + A256GCM", theirs: spreadOf(jose.figures, "higher") },
    { ...shared, reference: "node:crypto, AES-256-GCM alone", theirs: spreadOf(cipher.figures, "higher") },
  ];
}

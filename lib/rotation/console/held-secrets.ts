import type { LockedRotation, StoredSecret } from "@/lib/rotation/lease/lock-rotation";

/**
 * The secret that was current when the rotation started.
 *
 * @throws where it no longer holds a value: nothing may blank it while its rotation is under way.
 */
export function getOldSecret({ rotation, secrets }: LockedRotation): StoredSecret {
  return getSecret(secrets, rotation.oldSecretId);
}

/**
 * The secret that replaces it.
 *
 * @throws where there is none, so only for the states that cannot be without one.
 */
export function getNewSecret({ rotation, secrets }: LockedRotation): StoredSecret {
  return getSecret(secrets, rotation.newSecretId);
}

function getSecret(secrets: readonly StoredSecret[], id: string | null): StoredSecret {
  const secret = secrets.find((one) => one.id === id);
  if (secret === undefined) throw new Error("A rotation names a secret that holds no value.");
  return secret;
}

import { randomBytes } from "node:crypto";
import { hash, parseOptions, verify } from "@node-rs/argon2";
import type { Failure } from "@/lib/failure";
import { writeLog } from "@/lib/log";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { isTooLongToHash } from "./password-policy";
import { createWaitingRoom } from "./waiting-room";

/** Argon2id: 64 MiB, three passes, one lane; about 90 ms. */
export const hashCost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;

const argon2id = 2;
const outputLength = 32;
const room = createWaitingRoom({ running: 2, waiting: 32 });
const busy: Failure = { kind: "busy", retryAfterSeconds: 2 };

/** `outdated`: the password matches, and its hash was made with other parameters than today's. */
type PasswordVerdict = "matches" | "outdated" | "differs";

/**
 * Hashes a password that the policy accepted, as an Argon2id PHC string.
 *
 * The password is brought to NFC first, as it is on verifying: the same words typed on two systems are
 * the same password.
 */
export async function hashPassword(password: Secret): Promise<Result<string, Failure>> {
  const hashed = await room.enter(() => hash(password.reveal().normalize("NFC"), hashCost));
  return hashed === "full" ? fail(busy) : succeed(hashed);
}

let standIn: Promise<string> | undefined;

/**
 * Compares a password with a stored hash. Without one (`null`, nobody of that name) and with one that
 * cannot be read, it does the same work against a stand-in and answers `differs`.
 *
 * @returns `busy` when too many are waiting; nothing was compared then.
 */
export async function verifyPassword(
  storedHash: string | null,
  password: Secret,
): Promise<Result<PasswordVerdict, Failure>> {
  if (isTooLongToHash(password)) return succeed("differs");
  const characters = password.reveal().normalize("NFC");
  const verdict = await room.enter(async (): Promise<PasswordVerdict> => {
    standIn ??= hash(randomBytes(32), hashCost);
    const standInHash = await standIn;
    if (storedHash !== null) {
      try {
        if (!(await verify(storedHash, characters))) return "differs";
        return hasTodaysCost(storedHash) ? "matches" : "outdated";
      } catch {
        writeLog("password_hash.unreadable");
      }
    }
    await verify(standInHash, characters);
    return "differs";
  });
  return verdict === "full" ? fail(busy) : succeed(verdict);
}

function hasTodaysCost(storedHash: string): boolean {
  const stored = parseOptions(storedHash);
  return (
    Number(stored.algorithm) === argon2id &&
    stored.memoryCost === hashCost.memoryCost &&
    stored.timeCost === hashCost.timeCost &&
    stored.parallelism === hashCost.parallelism &&
    stored.outputLen === outputLength
  );
}

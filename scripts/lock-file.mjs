// Locks between processes that share one folder. Plain JavaScript: prepare.mjs uses it before any package exists.
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * One process that holds a lock. `started` tells a process from a later one with the same id.
 * @typedef {{ pid: number, started: string }} Holder
 */

/**
 * @typedef {object} Lock
 * @property {(note: string) => void} setNote Stores one line that a refused process may show.
 * @property {(pid: number) => void} addHolder The lock counts as held while this process lives, too.
 * @property {() => void} release
 */

/**
 * @typedef {{ acquired: true, lock: Lock } | { acquired: false, pid: number, note: string }} LockAttempt
 */

/** Longer than the few file calls between making a lock and writing who holds it. */
const unfinishedAfterMs = 5_000;

/**
 * Takes the lock, or says who holds it. A lock whose holders are all dead is taken over.
 * @param {string} file
 * @returns {LockAttempt}
 */
export function tryLock(file) {
  makeFolder(dirname(file));
  for (;;) {
    const fresh = createLock(file);
    if (fresh) return { acquired: true, lock: fresh };
    const current = readLock(file);
    if (current === "gone") continue;
    if (current === "unfinished") return { acquired: false, pid: 0, note: "" };
    const alive = current.holders.find(isAlive);
    if (alive) return { acquired: false, pid: alive.pid, note: current.note };
    if (!removeStale(file)) return { acquired: false, pid: 0, note: "" };
  }
}

/**
 * Waits for the lock. `onWait` is called once, when somebody else holds it.
 * @param {string} file
 * @param {(pid: number) => void} onWait
 * @param {AbortSignal} [stop] Ends the waiting with its reason.
 * @returns {Promise<Lock>}
 */
export async function waitForLock(file, onWait, stop) {
  let told = false;
  for (;;) {
    const attempt = tryLock(file);
    if (attempt.acquired) return attempt.lock;
    if (!told && attempt.pid !== 0) {
      told = true;
      onWait(attempt.pid);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    stop?.throwIfAborted();
  }
}

/**
 * The live process that holds the lock, if any.
 * @param {string} file
 * @returns {{ pid: number, note: string } | undefined}
 */
export function findHolder(file) {
  const current = readLock(file);
  if (typeof current === "string") return undefined;
  const alive = current.holders.find(isAlive);
  return alive && { pid: alive.pid, note: current.note };
}

/** @param {string} folder */
function makeFolder(folder) {
  try {
    mkdirSync(folder, { mode: 0o755 });
  } catch (thrown) {
    if (!isCode(thrown, "EEXIST")) throw thrown;
  }
}

/**
 * @param {string} file
 * @returns {Lock | undefined}
 */
function createLock(file) {
  /** @type {{ holders: Holder[], note: string }} */
  const state = { holders: [describeProcess(process.pid)], note: "" };
  try {
    const handle = openSync(file, "wx", 0o600);
    writeFileSync(handle, JSON.stringify(state));
    closeSync(handle);
  } catch (thrown) {
    if (isCode(thrown, "EEXIST")) return undefined;
    throw thrown;
  }
  const save = () => {
    writeFileSync(`${file}.next`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${file}.next`, file);
  };
  return {
    setNote(note) {
      state.note = note;
      save();
    },
    addHolder(pid) {
      state.holders.push(describeProcess(pid));
      save();
    },
    release() {
      rmSync(file, { force: true });
    },
  };
}

/**
 * @param {string} file
 * @returns {{ holders: Holder[], note: string } | "gone" | "unfinished"}
 */
function readLock(file) {
  try {
    const text = readFileSync(file, "utf8");
    const parsed = parseLock(text);
    if (parsed) return parsed;
    const isYoung = Date.now() - statSync(file).mtimeMs < unfinishedAfterMs;
    return isYoung ? "unfinished" : { holders: [], note: "" };
  } catch (thrown) {
    if (isCode(thrown, "ENOENT")) return "gone";
    throw thrown;
  }
}

/**
 * @param {string} text
 * @returns {{ holders: Holder[], note: string } | undefined}
 */
function parseLock(text) {
  try {
    const { holders, note } = JSON.parse(text);
    return Array.isArray(holders) ? { holders, note: String(note) } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Removes a lock of the dead. A second, short lock keeps two heirs from removing each other's new one.
 * @param {string} file
 * @returns {boolean} False when another heir is at it.
 */
function removeStale(file) {
  const heir = `${file}.heir`;
  try {
    closeSync(openSync(heir, "wx", 0o600));
  } catch (thrown) {
    if (!isCode(thrown, "EEXIST")) throw thrown;
    if (isOlderThan(heir, unfinishedAfterMs)) rmSync(heir, { force: true });
    return false;
  }
  try {
    const current = readLock(file);
    if (typeof current !== "string" && !current.holders.some(isAlive)) rmSync(file, { force: true });
    return true;
  } finally {
    rmSync(heir, { force: true });
  }
}

/**
 * @param {string} file
 * @param {number} ageMs
 */
function isOlderThan(file, ageMs) {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > ageMs;
}

/**
 * @param {number} pid
 * @returns {Holder}
 */
function describeProcess(pid) {
  return { pid, started: readStartTime(pid) };
}

/** @param {Holder} holder */
function isAlive(holder) {
  try {
    process.kill(holder.pid, 0);
  } catch (thrown) {
    if (!isCode(thrown, "EPERM")) return false;
  }
  const started = readStartTime(holder.pid);
  return started === "" || holder.started === "" || started === holder.started;
}

/**
 * Start time in clock ticks since boot; empty where the system does not tell, or the process is gone.
 * @param {number} pid
 */
function readStartTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name may hold spaces and brackets; the fields after its last bracket do not.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? "ended" : (fields[19] ?? "");
  } catch {
    return "";
  }
}

/**
 * @param {unknown} thrown
 * @param {string} code
 */
function isCode(thrown, code) {
  return thrown instanceof Error && "code" in thrown && thrown.code === code;
}

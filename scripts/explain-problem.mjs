// Plain JavaScript: prepare.mjs uses it before any package exists.

/** A reason to stop that one sentence explains. Its message is written for people and holds no secret. */
export class Refusal extends Error {}

/**
 * One sentence for what stopped a command: what is wrong, and what to do about it. Undefined when it is a bug.
 * @param {unknown} thrown
 * @returns {string | undefined}
 */
export function explainProblem(thrown) {
  if (thrown instanceof Refusal) return thrown.message;
  if (!(thrown instanceof Error)) return undefined;
  const path = "path" in thrown && typeof thrown.path === "string" ? thrown.path : "this folder";
  switch ("code" in thrown ? thrown.code : undefined) {
    case "EACCES":
    case "EPERM":
      return `${path} cannot be written: give this user the right to write there, or choose another folder.`;
    case "EROFS":
      return `${path} is on a read-only file system: choose a folder that can be written.`;
    case "ENOENT":
      // What Node says where a folder is to be made on a read-only file system.
      if (!("syscall" in thrown) || thrown.syscall !== "mkdir") return undefined;
      return `${path} cannot be made: choose a folder that can be written.`;
    case "ENOSPC":
    case "EDQUOT":
      return "The disk is full: free some space and start again.";
    case "ENOTDIR":
    case "EEXIST":
      return `${path} is in the way: a folder is needed there.`;
    case "EMFILE":
    case "ENFILE":
      return "Too many files are open: raise the limit (ulimit -n) and start again.";
    default:
      return undefined;
  }
}

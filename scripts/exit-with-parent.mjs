// Preloaded into children (`node --import`), so that none outlives a killed start script. Plain
// JavaScript: children do not load tsx.
import { isMainThread } from "node:worker_threads";

/** What is under way may end, within this time; absent when this process is not to be watched. */
const graceMs = Number(process.env.LATCHKEY_EXIT_WITH_PARENT);

if (isMainThread && graceMs > 0) {
  // The child's own children have another standard input, and go when it goes.
  delete process.env.LATCHKEY_EXIT_WITH_PARENT;
  // The parent holds the other end of standard input and never writes: its end is the parent's death.
  process.stdin.on("end", stopSelf).on("error", stopSelf).resume();
  // The pipe alone must not keep a finished child alive.
  if ("unref" in process.stdin && typeof process.stdin.unref === "function") process.stdin.unref();
  process.stdout.on("error", stopSelf);
  process.stderr.on("error", stopSelf);
}

function stopSelf() {
  setTimeout(() => process.exit(1), graceMs).unref();
  process.kill(process.pid, "SIGTERM");
}

import { asked, countOf, done, failed, type Happened, type Words, writeTime } from "./event-sentence";

type KeyEvent = Extract<Happened, { action: `key.${string}` | `migration.${string}` | `import.${string}` }>;

/** The words for private keys, for migrations away from them, and for imports of many credentials. */
export function describeKeyEvent(event: KeyEvent): Words {
  switch (event.action) {
    case "key.stored": {
      const { fingerprint, certificateExpiresAt } = event.detail;
      const expiry =
        certificateExpiresAt === null ? null : `certificate until ${certificateExpiresAt.slice(0, 10)}`;
      return { phrase: "stored the private key of", facts: [`key ${fingerprint}`, expiry] };
    }
    case "key.destroyed":
      return { phrase: "destroyed the private key of", facts: [`key ${event.detail.fingerprint}`] };
    case "migration.started":
      return { phrase: "started the migration from JWT of" };
    case "migration.use_typed": {
      const { lastJwtUseAt, lastOauthUseAt } = event.detail;
      return {
        phrase: "typed the last use that the Developer Console shows for",
        facts: [`JWT ${sayUse(lastJwtUseAt)}`, `OAuth ${sayUse(lastOauthUseAt)}`],
      };
    }
    case "migration.cancelled":
      return { phrase: "cancelled the migration from JWT of" };
    case "migration.finished":
      return {
        phrase: "finished the migration from JWT of",
        facts: [`key ${event.detail.fingerprint} destroyed`],
      };
    case "import.started":
      return {
        phrase: "started an import into",
        facts: [countOf(event.detail.count, "credential")],
        outcome: asked,
      };
    case "import.finished": {
      const { registered, replaced, failed: refused } = event.detail;
      return {
        phrase: "finished an import into",
        facts: [
          `${registered} registered`,
          replaced === 0 ? null : `${countOf(replaced, "secret")} replaced`,
          refused === 0 ? null : `${refused} not taken in`,
        ],
        outcome: event.outcome === "failed" ? failed : done,
      };
    }
  }
}

function sayUse(time: string | null): string {
  return time === null ? "never used" : `used ${writeTime(time)}`;
}

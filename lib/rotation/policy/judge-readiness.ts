import { neededConsoleScopes } from "@/lib/adobe/console-scopes";
import type { Environment } from "@/lib/environment";
import type { AdobeFailureCode } from "@/lib/failure";

export const readinessIds = ["environment", "secret", "ids", "api", "migration", "slot"] as const;

/** One thing that rotation by API needs. */
export interface ReadinessItem {
  readonly id: (typeof readinessIds)[number];
  /** `attend` also where it is not known. */
  readonly light: "good" | "attend" | "bad";
  readonly words: string;
  /** What to do; null where nothing has to be done. */
  readonly fix: ReadinessFix | null;
}

interface ReadinessFix {
  readonly words: string;
  readonly href?: string;
  readonly label?: string;
}

/** `isReady` tells, it locks nothing: what is kept here may be older than what was mended at Adobe. */
export interface Readiness {
  readonly isReady: boolean;
  readonly items: readonly ReadinessItem[];
}

export interface ReadinessFacts {
  readonly credentialId: string;
  readonly environment: Environment;
  readonly kind: "oauth" | "jwt" | "migrating";
  readonly isArchived: boolean;
  readonly hasSecret: boolean;
  /** Whether the numeric ids of the Developer Console are kept. */
  readonly hasConsoleIds: boolean;
  readonly requestedScopes: readonly string[];
  /** Those of the latest token; null where none is known. */
  readonly grantedScopes: readonly string[] | null;
  /** As Adobe last listed them; null where it was never asked. */
  readonly slotsTaken: number | null;
  readonly lastRotationFailure: AdobeFailureCode | null;
}

/** Whether a rotation by API would go through, as far as is known without asking Adobe. */
export function judgeReadiness(facts: ReadinessFacts): Readiness {
  const items = [
    judgeEnvironment(facts),
    judgeSecret(facts),
    judgeIds(facts),
    judgeApi(facts),
    judgeMigration(facts),
    judgeSlot(facts),
  ];
  return { isReady: items.every(({ light }) => light !== "bad"), items };
}

const unknown = "Not known until Latchkey asks; Start rotation asks.";

function judgeEnvironment({ environment, lastRotationFailure }: ReadinessFacts): ReadinessItem {
  const id = "environment";
  if (environment !== "stage" && lastRotationFailure !== "console_not_offered") {
    return { id, light: "good", words: "Adobe manages secrets of this environment by API.", fix: null };
  }
  return {
    id,
    light: "bad",
    words: "Adobe offers no API for secrets in this environment.",
    fix: { words: "Rotate in manual mode: the Developer Console adds and deletes, Latchkey keeps watch." },
  };
}

function judgeSecret({ credentialId, hasSecret, isArchived }: ReadinessFacts): ReadinessItem {
  const id = "secret";
  if (isArchived) {
    return {
      id,
      light: "bad",
      words: "The credential is archived.",
      fix: {
        words: "Restore it first.",
        href: `/credentials/${credentialId}`,
        label: "Open the credential",
      },
    };
  }
  if (hasSecret) return { id, light: "good", words: "A client secret is stored.", fix: null };
  return {
    id,
    light: "bad",
    words: "No client secret is stored.",
    fix: { words: "Store the one in use with Replace secret." },
  };
}

function judgeIds({ credentialId, hasConsoleIds, lastRotationFailure }: ReadinessFacts): ReadinessItem {
  const id = "ids";
  const edit = { href: `/credentials/${credentialId}/edit`, label: "Edit the credential" };
  const words =
    "Open the credential in the Developer Console, copy the address of that page, and paste it into Developer Console address.";
  if (!hasConsoleIds) {
    return {
      id,
      light: "bad",
      words: "The numeric organization and credential IDs are missing.",
      fix: { words, ...edit },
    };
  }
  if (lastRotationFailure === "console_not_found" || lastRotationFailure === "console_bad_request") {
    return {
      id,
      light: "bad",
      words: "When last asked, Adobe knew no credential under the numeric IDs that are kept.",
      fix: { words, ...edit },
    };
  }
  return { id, light: "good", words: "The numeric organization and credential IDs are kept.", fix: null };
}

function judgeApi({ requestedScopes, grantedScopes, lastRotationFailure }: ReadinessFacts): ReadinessItem {
  const id = "api";
  const fix: ReadinessFix = {
    words:
      "Open the project in the Developer Console, choose Add API, and add the I/O Management API to this credential.",
    href: "https://developer.adobe.com/console/projects",
    label: "Open the Developer Console",
  };
  switch (lastRotationFailure) {
    case "api_not_enabled":
      return { id, light: "bad", words: "The project lacks the I/O Management API.", fix };
    case "console_scopes_missing":
    case "scope_refused":
    case "no_scope_enabled":
      return {
        id,
        light: "bad",
        words: "When last asked, Adobe did not grant the scopes that managing secrets needs.",
        fix,
      };
    case "console_not_permitted":
      return {
        id,
        light: "bad",
        words: "When last asked, Adobe did not let this credential manage its secrets.",
        fix: {
          words:
            "Ask an administrator to look at the product profiles of the credential in the Admin Console.",
          href: "https://adminconsole.adobe.com",
          label: "Open the Admin Console",
        },
      };
  }
  const missing = neededConsoleScopes.filter((scope) => grantedScopes?.includes(scope) !== true);
  if (missing.length === 0) {
    return { id, light: "good", words: "The I/O Management API is there, with its scopes.", fix: null };
  }
  const refused = missing.filter((scope) => grantedScopes !== null && requestedScopes.includes(scope));
  if (refused.length === 0) return { id, light: "attend", words: unknown, fix: null };
  return { id, light: "bad", words: `Asked for and not granted: ${refused.join(", ")}.`, fix };
}

function judgeMigration({ credentialId, kind, lastRotationFailure }: ReadinessFacts): ReadinessItem {
  const id = "migration";
  const page = { href: `/credentials/${credentialId}/migration` };
  if (kind === "migrating") {
    return {
      id,
      light: "bad",
      words: "A migration from JWT is under way, and Adobe changes no secrets during one.",
      fix: {
        words: "Finish it, or cancel it there: on the page of the migration.",
        ...page,
        label: "Open the migration",
      },
    };
  }
  if (lastRotationFailure === "migration_in_progress") {
    return {
      id,
      light: "bad",
      words: "A migration from JWT is under way, and Adobe changes no secrets during one.",
      fix: { words: "Finish the migration in the Developer Console, or cancel it there." },
    };
  }
  if (kind === "jwt") {
    return {
      id,
      light: "bad",
      words: "This is an older service account (JWT); Adobe manages its keys, not its secrets.",
      fix: {
        words: "Migrate it to OAuth Server-to-Server first.",
        ...page,
        label: "Migrate to OAuth Server-to-Server",
      },
    };
  }
  return { id, light: "good", words: "No migration from JWT is known of.", fix: null };
}

function judgeSlot({ slotsTaken, lastRotationFailure }: ReadinessFacts): ReadinessItem {
  const id = "slot";
  if (slotsTaken === null && lastRotationFailure !== "secret_limit_reached") {
    return { id, light: "attend", words: unknown, fix: null };
  }
  if (slotsTaken !== null && slotsTaken < 2)
    return { id, light: "good", words: "A slot is free.", fix: null };
  return {
    id,
    light: "attend",
    words: "Both slots were taken when Adobe was last asked.",
    fix: {
      words:
        "Start rotation shows both secrets with age and last use. You choose; nothing is deleted by itself.",
    },
  };
}

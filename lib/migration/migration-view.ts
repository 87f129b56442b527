import type { CredentialKind, JwtKeyFacts } from "@/lib/credentials/credential-detail";
import type { CredentialHealth } from "@/lib/credentials/credential-health";
import type { CertificateState } from "@/lib/credentials/jwt/judge-certificate";
import type { JwtEra } from "./end-of-life";
import type { ConditionId, MigrationStanding, StepId, StepStatus } from "./migration-policy";

/** Everything that the page of a migration shows. No secret is in it. Times are ISO 8601, UTC. */
export interface MigrationView {
  readonly kind: CredentialKind;
  readonly standing: MigrationStanding;
  readonly era: JwtEra;
  /** When last tried, Adobe exchanged no JWT of this credential any more. */
  readonly isJwtEnded: boolean;
  readonly key: JwtKeyFacts | null;
  readonly certificate: CertificateState | null;
  readonly started: Done | null;
  readonly ended: Done | null;
  readonly secretStoredAt: string | null;
  readonly scopes: readonly string[];
  /** The newest test by each means; null where there was none. */
  readonly tests: { readonly jwt: TestNote | null; readonly oauth: TestNote | null };
  readonly typed: {
    readonly at: string;
    readonly lastJwtUseAt: string | null;
    readonly lastOauthUseAt: string | null;
  } | null;
  readonly ownJwtUseAt: string | null;
  readonly isUnlocked: boolean;
  readonly met: Readonly<Record<ConditionId, boolean>>;
  readonly quietFrom: string | null;
  readonly steps: Readonly<Record<StepId, StepStatus>>;
  readonly consumers: number;
}

interface Done {
  readonly at: string;
  readonly byName: string;
}

export interface TestNote {
  readonly at: string;
  readonly health: CredentialHealth;
}

import type { Action } from "@/lib/action-state";
import type { MigrationView } from "@/lib/migration/migration-view";
import type { TokenTestResult } from "@/lib/tokens/token-test-result";

/** What every part of the page of a migration needs. */
export interface MigrationDesk {
  readonly organizationId: string;
  readonly credential: { readonly id: string; readonly name: string };
  readonly migration: MigrationView;
  /** Names one drawing of the page, form by form. */
  readonly keys: Readonly<Record<"start" | "secret" | "uses" | "finish" | "cancel", string>>;
  readonly rights: { readonly mayAct: boolean; readonly mayTest: boolean; readonly mayFinish: boolean };
  readonly actions: {
    readonly start: Action<null>;
    readonly storeSecret: Action<null>;
    readonly testJwt: Action<TokenTestResult>;
    readonly testOauth: Action<TokenTestResult>;
    readonly typeUses: Action<null>;
    readonly finish: Action<null>;
    readonly cancel: Action<null>;
  };
}

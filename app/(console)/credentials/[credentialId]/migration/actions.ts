"use server";

import { gate } from "@/lib/action";
import { credentialChoice } from "@/lib/credentials/credential-input";
import { cancelMigration } from "@/lib/migration/cancel-migration";
import { finishMigration, finishMigrationInput } from "@/lib/migration/finish-migration";
import { startMigration } from "@/lib/migration/start-migration";
import { storeOauthSecret, storeOauthSecretInput } from "@/lib/migration/store-oauth-secret";
import { testJwt, testOauth } from "@/lib/migration/test-either";
import { typeUses, typeUsesInput } from "@/lib/migration/type-uses";

export const startMigrationAction = gate(
  { name: "migration.start", permission: "migration.act", once: true, input: credentialChoice },
  startMigration,
);

export const storeOauthSecretAction = gate(
  {
    name: "migration.store_secret",
    permission: "migration.act",
    once: true,
    input: storeOauthSecretInput,
    keep: ["scopes"],
  },
  storeOauthSecret,
);

export const testJwtAction = gate(
  { name: "migration.test_jwt", permission: "token.test", input: credentialChoice },
  testJwt,
);

export const testOauthAction = gate(
  { name: "migration.test_oauth", permission: "token.test", input: credentialChoice },
  testOauth,
);

export const typeUsesAction = gate(
  {
    name: "migration.type_uses",
    permission: "migration.act",
    once: true,
    input: typeUsesInput,
    keep: ["lastJwtUseAt", "lastOauthUseAt"],
  },
  typeUses,
);

export const finishMigrationAction = gate(
  { name: "migration.finish", permission: "migration.finish", once: true, input: finishMigrationInput },
  finishMigration,
);

export const cancelMigrationAction = gate(
  { name: "migration.cancel", permission: "migration.finish", once: true, input: credentialChoice },
  cancelMigration,
);

"use server";

import { gate } from "@/lib/action";
import {
  acknowledgeConsumerInput,
  confirmConsumer,
  unconfirmConsumer,
} from "@/lib/rotation/acknowledge-consumer";
import { addSecretAtAdobe, addSecretInput } from "@/lib/rotation/add-secret";
import { adoptSecret, adoptSecretInput } from "@/lib/rotation/adopt-secret";
import { cancelRotation, cancelRotationInput } from "@/lib/rotation/cancel-rotation";
import { cancelVerification, cancelVerificationInput } from "@/lib/rotation/cancel-verification";
import { checkLastUse, checkLastUseInput } from "@/lib/rotation/check-last-use";
import { chooseBoundSecret, chooseBoundSecretInput } from "@/lib/rotation/choose-bound-secret";
import {
  deleteNowAnyway,
  deleteNowAnywayInput,
  deleteOldSecret,
  deleteOldSecretInput,
} from "@/lib/rotation/delete-old-secret";
import { deleteUnknownSecret, deleteUnknownSecretInput } from "@/lib/rotation/delete-unknown-secret";
import { findOut, findOutInput } from "@/lib/rotation/find-out";
import { invalidateKnownTokens, invalidateKnownTokensInput } from "@/lib/rotation/invalidate-tokens";
import { pasteSecret, pasteSecretInput } from "@/lib/rotation/paste-secret";
import { promoteSecret, promoteSecretInput } from "@/lib/rotation/promote-secret";
import { revealSecret, revealSecretInput } from "@/lib/rotation/reveal-secret";
import { startEmergencyRotation, startRotation, startRotationInput } from "@/lib/rotation/start-rotation";
import { typeLastUse, typeLastUseInput } from "@/lib/rotation/type-last-use";
import { startVerification, startVerificationInput } from "@/lib/rotation/verify-secret";

export const startRotationAction = gate(
  {
    name: "rotation.start",
    permission: "rotation.act",
    once: true,
    input: startRotationInput,
    keep: ["mode", "quietHours"],
  },
  startRotation,
);

export const startEmergencyRotationAction = gate(
  {
    name: "rotation.start_emergency",
    permission: "rotation.change_secrets",
    once: true,
    input: startRotationInput,
  },
  startEmergencyRotation,
);

export const chooseBoundSecretAction = gate(
  {
    name: "rotation.choose_bound",
    permission: "rotation.change_secrets",
    once: true,
    input: chooseBoundSecretInput,
  },
  chooseBoundSecret,
);

export const addSecretAction = gate(
  { name: "secret.add", permission: "rotation.change_secrets", once: true, input: addSecretInput },
  addSecretAtAdobe,
);

export const pasteSecretAction = gate(
  { name: "secret.paste", permission: "rotation.change_secrets", once: true, input: pasteSecretInput },
  pasteSecret,
);

export const adoptSecretAction = gate(
  { name: "secret.adopt", permission: "rotation.change_secrets", once: true, input: adoptSecretInput },
  adoptSecret,
);

export const deleteUnknownSecretAction = gate(
  {
    name: "secret.delete_unknown",
    permission: "rotation.change_secrets",
    once: true,
    input: deleteUnknownSecretInput,
  },
  deleteUnknownSecret,
);

export const verifySecretAction = gate(
  { name: "secret.verify", permission: "rotation.act", once: true, input: startVerificationInput },
  (context, input) => startVerification(context, input),
);

export const cancelVerificationAction = gate(
  { name: "secret.cancel_verify", permission: "rotation.act", once: true, input: cancelVerificationInput },
  cancelVerification,
);

/** The answer holds the secret, and each showing is an event of its own, so it is not answered a second time. */
export const revealSecretAction = gate(
  { name: "secret.reveal", permission: "rotation.change_secrets", input: revealSecretInput },
  revealSecret,
);

export const confirmConsumerAction = gate(
  { name: "consumer.confirm", permission: "rotation.act", once: true, input: acknowledgeConsumerInput },
  confirmConsumer,
);

export const unconfirmConsumerAction = gate(
  { name: "consumer.unconfirm", permission: "rotation.act", once: true, input: acknowledgeConsumerInput },
  unconfirmConsumer,
);

export const promoteSecretAction = gate(
  { name: "secret.promote", permission: "rotation.act", once: true, input: promoteSecretInput },
  promoteSecret,
);

export const checkLastUseAction = gate(
  { name: "secret.check_use", permission: "rotation.act", once: true, input: checkLastUseInput },
  checkLastUse,
);

export const typeLastUseAction = gate(
  {
    name: "secret.type_use",
    permission: "rotation.act",
    once: true,
    input: typeLastUseInput,
    keep: ["oldLastUsedAt", "newLastUsedAt"],
  },
  typeLastUse,
);

export const deleteOldSecretAction = gate(
  {
    name: "secret.delete_old",
    permission: "rotation.change_secrets",
    once: true,
    input: deleteOldSecretInput,
  },
  deleteOldSecret,
);

export const deleteNowAnywayAction = gate(
  {
    name: "secret.delete_anyway",
    permission: "rotation.delete_anyway",
    once: true,
    input: deleteNowAnywayInput,
    keep: ["reason"],
  },
  deleteNowAnyway,
);

export const cancelRotationAction = gate(
  { name: "rotation.cancel", permission: "rotation.act", once: true, input: cancelRotationInput },
  cancelRotation,
);

export const findOutAction = gate(
  { name: "rotation.find_out", permission: "rotation.act", once: true, input: findOutInput },
  findOut,
);

export const invalidateTokensAction = gate(
  {
    name: "token.invalidate",
    permission: "token.invalidate",
    once: true,
    input: invalidateKnownTokensInput,
  },
  invalidateKnownTokens,
);

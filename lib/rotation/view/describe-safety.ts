import type { RotationMode, RotationState } from "@/lib/rotation/policy/rotation-state";
import type { SecretView } from "./rotation-view";

interface SafetyFacts {
  readonly state: RotationState;
  readonly mode: RotationMode;
  readonly isEmergency: boolean;
  /** Whether it came so far before it ended. */
  readonly isPromoted: boolean;
}

/** What is at risk now, as the end of the line of facts. */
export function describeSafety({ state, isEmergency, isPromoted }: SafetyFacts): string {
  switch (state) {
    case "binding":
    case "planned":
      return isEmergency
        ? "nothing has changed at Adobe, and the leaked secret still works"
        : "nothing has changed at Adobe, nothing is at risk";
    case "creating":
    case "removing":
    case "created":
      return isEmergency
        ? "the leaked secret still works, and is current"
        : "the old secret works, nothing is at risk";
    case "verified":
    case "promoted":
      return isEmergency
        ? "both secrets work, the leaked one until it is deleted"
        : "both secrets work, nothing is at risk";
    case "cancelling":
      return "the old secret works and is current";
    case "deleting":
      return "the new secret works and is current";
    case "done":
      return "the new secret is the only one";
    case "cancelled":
      return isPromoted ? "the old secret is current again" : "the old secret is current, as before";
  }
}

/** What happens when something goes wrong, and how to go back. One sentence each. */
export function describeWayBack({ state, mode, isEmergency, isPromoted }: SafetyFacts): string[] {
  const isByHand = mode === "manual";
  const noReturn = "After the old secret is deleted there is no way back: Adobe cannot restore it.";
  const tokens =
    "Tokens that the old secret issued live on for up to 24 hours, whatever becomes of the secret.";
  switch (state) {
    case "binding":
    case "planned":
      return ["Cancel rotation ends it here, and everything is as it was.", noReturn];
    case "creating":
      return [
        "If Adobe's answer is lost, nothing is sent again by itself: Find out what happened compares Adobe's list with the one from before.",
        noReturn,
      ];
    case "removing":
      return ["Only the secret that you named is deleted, and never the last one."];
    case "created":
    case "verified":
    case "cancelling":
      return [
        isByHand
          ? "Cancel rotation forgets the new secret here; delete it in the Developer Console yourself. The old one stays current."
          : "Cancel rotation deletes the new secret at Adobe. The old one stays current.",
        noReturn,
      ];
    case "promoted":
      return [
        "Cancel rotation puts the old secret back as current; it still works. The new one stays at Adobe, because systems may use it.",
        noReturn,
        ...(isEmergency ? [tokens] : []),
      ];
    case "deleting":
      return [
        "If Adobe's answer is lost, Find out what happened looks whether the old secret is gone.",
        noReturn,
        tokens,
      ];
    case "done":
      return [
        "If a system still asks with the old secret, it is refused. Give it the new one: start another rotation to see a secret again.",
        tokens,
      ];
    case "cancelled":
      return isPromoted
        ? [
            "The old secret is current. The new one stays at Adobe and takes a slot: the next rotation offers to delete it.",
          ]
        : [
            "The secret from before is current. A secret that was added may still take a slot at Adobe; the next rotation shows it.",
          ];
  }
}

/** What Cancel rotation does from here, for the question it asks. */
export function describeCancelling({
  state,
  mode,
  fresh,
}: {
  readonly state: RotationState;
  readonly mode: RotationMode;
  readonly fresh: SecretView | null;
}): string {
  switch (state) {
    case "promoted":
      return "The old secret becomes current again; it still works. The new one stays at Adobe, because systems may use it already.";
    case "created":
    case "verified":
      return mode === "manual"
        ? "The new secret is forgotten here and stays at Adobe until you delete it in the Developer Console. The old one stays current."
        : `The new secret${nameAtAdobe(fresh)} is deleted at Adobe, and whoever uses it already is refused. The old one stays current.`;
    case "cancelling":
    case "removing":
      return "The rotation ends. Whether Adobe has carried out the deletion that was asked for stays unknown. The old secret stays current.";
    case "creating":
      return "The rotation ends. If Adobe did make a secret, it stays there and takes a slot. The old one stays current.";
    default:
      return "Nothing has changed at Adobe, and nothing will.";
  }
}

/** Which secret goes: an adopted one may have been made by somebody else. */
function nameAtAdobe(secret: SecretView | null): string {
  if (secret === null || secret.adobeSecretId === null) return "";
  return ` with Adobe's ID ${secret.adobeSecretId} and the fingerprint ${secret.fingerprint}`;
}

/** What somebody is doing at Adobe right now, after their name. */
export function describeAct(act: string | null): string {
  return acts.get(act ?? "") ?? "is working on this rotation";
}

const acts: ReadonlyMap<string, string> = new Map([
  ["rotation.start", "is starting the rotation"],
  ["rotation.start_emergency", "is starting the rotation"],
  ["secret.add", "is adding a secret"],
  ["secret.verify", "is verifying the new secret"],
  ["secret.adopt", "is adopting a secret"],
  ["secret.check_use", "is checking the last use"],
  ["secret.delete_old", "is deleting the old secret"],
  ["secret.delete_unknown", "is deleting a secret"],
  ["rotation.cancel", "is cancelling the rotation"],
  ["token.invalidate", "is invalidating tokens"],
  ["rotation.find_out", "is finding out what happened"],
]);

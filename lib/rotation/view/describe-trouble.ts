import type { Finding } from "@/lib/rotation/policy/finding";
import type { RotationMode, RotationState } from "@/lib/rotation/policy/rotation-state";
import type { SlotView, TroubleView } from "./rotation-view";

interface TroubleFacts {
  readonly state: RotationState;
  readonly mode: RotationMode;
  readonly standing: "acting" | "attention" | "waiting" | "over";
  readonly finding: Finding["kind"] | null;
  /** The secrets that the finding is about. */
  readonly found: readonly SlotView[];
  readonly slots: readonly SlotView[];
}

const slotCount = 2;

/** What is in the way and who can decide it; null where the next step can simply be taken. */
export function describeTrouble(facts: TroubleFacts): TroubleView | null {
  const { state, mode, standing, slots } = facts;
  if (state === "planned" && standing === "waiting" && mode === "api" && slots.length >= slotCount) {
    return {
      title: "Both slots are taken",
      words: [
        "Adobe keeps at most two secrets for a credential, so there is no room for a new one. Nothing was changed.",
        "Choose which one may go. Nothing is deleted by itself, and the stored one is not offered. If you delete one in the Developer Console instead, Add secret looks again.",
      ],
      offers: ["delete_unknown"],
      secrets: slots,
    };
  }
  if (standing !== "attention") return null;
  switch (state) {
    case "binding":
      return facts.finding === "not_bound" ? decideBinding(facts) : interrupted(untouched);
    case "creating":
      return describeAddition(facts);
    case "removing":
      return interrupted("Adobe was asked to delete the secret that you named. Whether it did is not known.");
    case "cancelling":
      return interrupted(
        "Adobe was asked to delete the new secret. Whether it did is not known. The old one works and is current.",
      );
    case "deleting":
      return interrupted(
        "Adobe was asked to delete the old secret. Whether it did is not known. The new one works and is current.",
      );
    default:
      return null;
  }
}

const untouched =
  "Latchkey stopped while it found out which of Adobe's secrets is the stored one. Nothing was changed at Adobe.";

function interrupted(happened: string): TroubleView {
  return {
    title: "The last act has no known end",
    words: [happened, "Find out what happened reads Adobe's list and compares. It changes nothing there."],
    offers: ["find_out"],
    secrets: [],
  };
}

function decideBinding({ found }: TroubleFacts): TroubleView {
  return {
    title: "It is not clear which secret is the stored one",
    words: [
      "Adobe tells ids and last uses, never values, and the last uses did not single one out. Nothing was changed.",
      "Find out what happened tries again. If you know which one it is, choose it: the other one is what a rotation would leave alone.",
    ],
    offers: ["find_out", "choose"],
    secrets: found,
  };
}

function describeAddition({ finding, found }: TroubleFacts): TroubleView {
  switch (finding) {
    case "one_new":
      return {
        title: "Adobe made the secret, and its value was lost",
        words: [
          "Adobe lists exactly one secret more than before, never used, made when it was asked for. Its answer did not arrive, and Adobe shows a value only once by API.",
          "Copy its value from the Developer Console and adopt it, or delete it and add another. The old secret works.",
        ],
        offers: ["adopt", "delete_unknown"],
        secrets: found,
      };
    case "unclear":
      return {
        title: "Somebody else has changed the secrets meanwhile",
        words: [
          "Adobe's list differs from the one before in more than the secret that was asked for. Latchkey deletes nothing that it did not add.",
          "Ask who works on this credential in the Developer Console. Delete what you know to be unused, or cancel the rotation and leave everything there.",
        ],
        offers: ["find_out", "delete_unknown"],
        secrets: found,
      };
    default:
      return interrupted(
        "Adobe was asked for a new secret. Whether it made one is not known. The old one works and is current.",
      );
  }
}

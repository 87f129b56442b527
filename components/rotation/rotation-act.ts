/** What can be pressed on the page of a rotation, one name for each action. */
export const rotationActs = [
  "start",
  "startEmergency",
  "chooseBound",
  "add",
  "paste",
  "adopt",
  "deleteUnknown",
  "verify",
  "cancelVerification",
  "confirm",
  "withdraw",
  "promote",
  "checkUse",
  "typeUse",
  "deleteOld",
  "deleteAnyway",
  "cancel",
  "findOut",
  "invalidateTokens",
] as const;
export type RotationAct = (typeof rotationActs)[number];

/** The name under which a form finds its key; `about` tells forms of one act apart. */
export function nameOfForm(act: RotationAct, about = ""): string {
  return about === "" ? act : `${act} ${about}`;
}

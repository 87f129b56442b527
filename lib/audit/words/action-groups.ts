import { actionNames } from "./event-words";

interface ActionGroup {
  readonly label: string;
  /** By name. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** What the first word of an action is about, in the order in which it is offered. */
const areas = [
  { label: "Credentials", subjects: ["credential"] },
  { label: "Imports", subjects: ["import"] },
  { label: "Secrets and keys", subjects: ["secret", "key"] },
  { label: "Rotations", subjects: ["rotation"] },
  { label: "Migrations from JWT", subjects: ["migration"] },
  { label: "Consumers", subjects: ["consumer"] },
  { label: "Product profiles", subjects: ["profile"] },
  { label: "Tokens", subjects: ["token"] },
  { label: "Probes", subjects: ["probe"] },
  { label: "Audit log", subjects: ["log"] },
  { label: "Signing in", subjects: ["session"] },
  { label: "Organization and access", subjects: ["organization", "user", "access"] },
];

/** Every action of the log once, under its area, for choosing one. */
export const actionGroups: readonly ActionGroup[] = areas.map(({ label, subjects }) => ({
  label,
  options: Object.entries(actionNames)
    .filter(([action]) => subjects.some((subject) => action.startsWith(`${subject}.`)))
    .map(([value, label]) => ({ value, label }))
    .sort((one, other) => one.label.localeCompare(other.label, "en")),
}));

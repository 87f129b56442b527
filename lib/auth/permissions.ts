/** Roles, weakest last. A membership has exactly one. */
export const roles = ["owner", "admin", "operator", "auditor"] as const;
export type Role = (typeof roles)[number];

export const roleLabels: Record<Role, string> = {
  owner: "Owner",
  admin: "Admin",
  operator: "Operator",
  auditor: "Auditor",
};

type Grant = "yes" | "step_up";
type Row = Partial<Record<Role, Grant>>;

const everybody: Row = { owner: "yes", admin: "yes", operator: "yes", auditor: "yes" };
const auditors: Row = { owner: "yes", admin: "yes", auditor: "yes" };
const admins: Row = { owner: "yes", admin: "yes" };
const testers: Row = { owner: "yes", admin: "yes", operator: "yes" };
const adminsAfterStepUp: Row = { owner: "step_up", admin: "step_up" };
const ownerAfterStepUp: Row = { owner: "step_up" };

/**
 * Who may do what. `step_up` asks for a proof of identity within the last five minutes.
 * A role that is missing from a row may not.
 */
const table = {
  "credential.read": everybody,
  "event.read": everybody,
  "audit.export": auditors,
  "audit.verify": auditors,
  "audit.set_retention": ownerAfterStepUp,
  "audit.acknowledge_restore": ownerAfterStepUp,
  "token.test": testers,
  "token.inspect": testers,
  "token.validate": testers,
  "token.reveal": adminsAfterStepUp,
  "probe.run": testers,
  "credential.register": admins,
  "credential.edit": admins,
  "credential.approve_scopes": admins,
  "credential.archive": admins,
  "credential.restore": admins,
  "secret.replace": adminsAfterStepUp,
  "secret.export": adminsAfterStepUp,
  "credential.delete": ownerAfterStepUp,
  "consumer.manage": admins,
  "profile.manage": admins,
  "rotation.act": admins,
  "rotation.change_secrets": adminsAfterStepUp,
  "rotation.delete_anyway": ownerAfterStepUp,
  "token.invalidate": adminsAfterStepUp,
  "migration.act": admins,
  "migration.finish": adminsAfterStepUp,
} satisfies Record<string, Row>;

export type Permission = keyof typeof table;

/** What sends a secret to Adobe or takes one in: nothing of it is done while a restore is not acknowledged. */
export const secretBearing: ReadonlySet<Permission> = new Set<Permission>([
  "token.test",
  "credential.register",
  "secret.replace",
  "secret.export",
  "rotation.act",
  "rotation.change_secrets",
  "rotation.delete_anyway",
  "token.invalidate",
  "token.validate",
  "token.reveal",
  "probe.run",
  "migration.act",
  "migration.finish",
]);

export const permissions: readonly Permission[] = Object.keys(table).filter(isPermission);

function isPermission(name: string): name is Permission {
  return Object.hasOwn(table, name);
}

/** What the table says: `no`, `yes`, or `step_up`. */
export function permissionOf(role: Role, permission: Permission): "no" | Grant {
  const row: Row = table[permission];
  return row[role] ?? "no";
}

/** For drawing: whether a control is shown at all. The gate asks again when it is pressed. */
export function may(role: Role, permission: Permission): boolean {
  return permissionOf(role, permission) !== "no";
}

import { expect, test } from "vitest";
import { may, type Permission, permissionOf, permissions, roles } from "./permissions";

const expected: Record<Permission, readonly string[]> = {
  "credential.read": ["yes", "yes", "yes", "yes"],
  "event.read": ["yes", "yes", "yes", "yes"],
  "audit.export": ["yes", "yes", "no", "yes"],
  "audit.verify": ["yes", "yes", "no", "yes"],
  "audit.set_retention": ["step_up", "no", "no", "no"],
  "audit.acknowledge_restore": ["step_up", "no", "no", "no"],
  "token.test": ["yes", "yes", "yes", "no"],
  "credential.register": ["yes", "yes", "no", "no"],
  "credential.edit": ["yes", "yes", "no", "no"],
  "credential.approve_scopes": ["yes", "yes", "no", "no"],
  "credential.archive": ["yes", "yes", "no", "no"],
  "credential.restore": ["yes", "yes", "no", "no"],
  "secret.replace": ["step_up", "step_up", "no", "no"],
  "secret.export": ["step_up", "step_up", "no", "no"],
  "credential.delete": ["step_up", "no", "no", "no"],
  "consumer.manage": ["yes", "yes", "no", "no"],
  "profile.manage": ["yes", "yes", "no", "no"],
  "rotation.act": ["yes", "yes", "no", "no"],
  "rotation.change_secrets": ["step_up", "step_up", "no", "no"],
  "rotation.delete_anyway": ["step_up", "no", "no", "no"],
  "token.invalidate": ["step_up", "step_up", "no", "no"],
  "token.inspect": ["yes", "yes", "yes", "no"],
  "token.validate": ["yes", "yes", "yes", "no"],
  "token.reveal": ["step_up", "step_up", "no", "no"],
  "probe.run": ["yes", "yes", "yes", "no"],
  "migration.act": ["yes", "yes", "no", "no"],
  "migration.finish": ["step_up", "step_up", "no", "no"],
};

test("every role may do exactly what the roles table says", () => {
  expect(permissions.toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const permission of permissions) {
    const row = roles.map((role) => permissionOf(role, permission));
    expect(row, permission).toEqual(expected[permission]);
  }
});

test("a control that needs a step-up is still drawn", () => {
  expect(may("owner", "credential.delete")).toBe(true);
  expect(may("admin", "credential.delete")).toBe(false);
});

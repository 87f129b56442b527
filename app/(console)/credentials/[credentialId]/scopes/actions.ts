"use server";

import { gate } from "@/lib/action";
import { approveScopes, approveScopesInput } from "@/lib/scopes/approve-scopes";
import { testScopes, testScopesInput } from "@/lib/tokens/test-scopes";

export const approveScopesAction = gate(
  { name: "credential.approve_scopes", permission: "credential.approve_scopes", input: approveScopesInput },
  approveScopes,
);

export const testScopesAction = gate(
  { name: "token.test_scopes", permission: "token.test", input: testScopesInput },
  testScopes,
);

"use server";

import { gate } from "@/lib/action";
import { approveScopes, approveScopesInput } from "@/lib/scopes/approve-scopes";

export const approveScopesAction = gate(
  { name: "credential.approve_scopes", permission: "credential.approve_scopes", input: approveScopesInput },
  approveScopes,
);

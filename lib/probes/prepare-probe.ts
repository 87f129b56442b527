import { refuseWhileCooling } from "@/lib/credentials/cool-down";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { checkTenant, joinTenant } from "./check-tenant";
import { findHostCoolDown } from "./host-cool-down";
import { type Caller, findCaller, openCaller, refuse } from "./prepare-caller";
import { aimProbe, findMissingNeed, getProbe, type ProbeNeed, type ProbeTarget } from "./probe-catalogue";
import type { RunProbeInput } from "./run-probe-input";

/** Everything one probe needs to know about its credential. */
export interface ProbeSubject extends Caller {
  readonly target: ProbeTarget;
  /** As it is recorded; empty where there is none. */
  readonly tenant: string;
}

const needMessages: Record<ProbeNeed, string> = {
  tenant: "This probe needs a tenant. Enter it first.",
  organization:
    "This probe needs the IMS organization ID of the credential, which ends in @AdobeOrg. Add it under Edit first.",
  console:
    "This probe needs the numeric IDs of the Developer Console. Add the console address under Edit first.",
};

/**
 * Reads a credential and opens its current secret, after asking everything that can be asked without calling
 * anybody: is the tenant of its form, is the credential there and active, is nobody cooling down, is there
 * budget left.
 */
export async function prepareProbe(
  organizationId: OrganizationId,
  { credentialId, probe: key, server, tenant: typed }: RunProbeInput,
): Promise<Result<ProbeSubject, Failure>> {
  const probe = getProbe(key);
  const needsTenant = probe.needs.includes("tenant");
  const tenant = needsTenant ? checkTenant({ server, tenant: typed }) : succeed(null);
  if (!tenant.ok) return fail({ kind: "invalid_input", fields: tenant.failure });
  const found = await findCaller(organizationId, credentialId);
  if (!found.ok) return found;
  const row = found.value;
  const missing = findMissingNeed(probe, row);
  if (missing !== null) return refuse(needMessages[missing]);
  const target = aimProbe(key, { ...row, tenant: tenant.value });
  const coolDownUntil = await findHostCoolDown(organizationId, credentialId, target.host);
  const cooling = refuseWhileCooling({ environment: row.environment, coolDownUntil });
  if (cooling !== null) return cooling;
  const caller = await openCaller(organizationId, row);
  if (!caller.ok) return caller;
  return succeed({
    ...caller.value,
    target,
    tenant: tenant.value === null ? "" : joinTenant(tenant.value),
  });
}

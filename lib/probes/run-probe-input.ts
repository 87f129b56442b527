import { z } from "zod";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import { probeKeys } from "./probe-catalogue";

/** What is typed of a tenant is checked by `checkTenant`, as it is: tidying would hide what was meant. */
const typed = z.string().max(500, "This is too long.").default("");

export const runProbeInput = z.strictObject({
  credentialId: credentialIdInput,
  probe: z.enum(probeKeys, "There is no such probe."),
  server: typed,
  tenant: typed,
});
export type RunProbeInput = z.infer<typeof runProbeInput>;

/** Field names that come back to the browser after a failure. */
export const keptProbeFields = ["server", "tenant"];

"use server";

import { gate } from "@/lib/action";
import { runProbe } from "@/lib/probes/run-probe";
import { keptProbeFields, runProbeInput } from "@/lib/probes/run-probe-input";

export const runProbeAction = gate(
  { name: "probe.run", permission: "probe.run", input: runProbeInput, keep: keptProbeFields },
  runProbe,
);

/**
 * Where a credential lives: at Adobe, at Adobe's internal stage, or in the sandbox on this machine.
 * Client ID, secret and organization ID differ in each.
 */
export const environments = ["production", "stage", "sandbox"] as const;
export type Environment = (typeof environments)[number];

export const environmentLabels: Readonly<Record<Environment, string>> = {
  production: "Production",
  stage: "Stage",
  sandbox: "Sandbox",
};

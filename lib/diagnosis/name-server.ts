import type { Environment } from "@/lib/environment";

const servers: Readonly<Record<Environment, string>> = {
  production: "Adobe",
  stage: "Adobe's stage environment",
  sandbox: "The sandbox",
};

/** Who answers in an environment, fit to begin a sentence. */
export function nameServer(environment: Environment): string {
  return servers[environment];
}

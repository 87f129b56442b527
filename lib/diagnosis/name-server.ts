const servers = {
  production: "Adobe",
  stage: "Adobe's stage environment",
  sandbox: "The sandbox",
} as const;

/** Who answers in an environment, fit to begin a sentence. */
export function nameServer(environment: keyof typeof servers): string {
  return servers[environment];
}

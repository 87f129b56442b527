/** What is said of a consumer. */
export const selectConsumer = {
  system: true,
  owner: true,
  location: true,
  contact: true,
  environment: true,
  redeploy: true,
  cadence: true,
  link: true,
  scopes: true,
} as const;

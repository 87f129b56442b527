import type { AddConsumerInput } from "./consumer-input";

/** For tests: a consumer of which nothing but its name is said. */
export function describeConsumer(
  credentialId: string,
  facts: Partial<AddConsumerInput> = {},
): AddConsumerInput {
  return {
    credentialId,
    system: "Shop",
    owner: "",
    location: "",
    contact: "",
    environment: "",
    redeploy: "",
    cadence: "",
    link: "",
    scopes: [],
    ...facts,
  };
}

interface Deployed {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  readonly imsOrgId: string | null;
}

/** The lines of an `.env` file that a consumer of the credential needs. */
export function writeEnvLines({ clientId, clientSecret, scopes, imsOrgId }: Deployed): string {
  return [
    `CLIENT_ID=${clientId}`,
    `CLIENT_SECRET=${clientSecret}`,
    `SCOPES=${scopes.join(",")}`,
    ...(imsOrgId === null ? [] : [`IMS_ORG_ID=${imsOrgId}`]),
  ].join("\n");
}

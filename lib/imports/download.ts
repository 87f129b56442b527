import type { Environment } from "@/lib/environment";
import type { FoundSource } from "@/lib/imports/formats/found";

/** What was understood of a paste. Empty strings where it said nothing. */
export interface Download {
  readonly source: FoundSource;
  /** One sentence: what it was and what it filled in. */
  readonly summary: string;
  readonly fields: {
    readonly name: string;
    readonly environment: Environment | "";
    readonly clientId: string;
    readonly imsOrgId: string;
    readonly technicalAccountId: string;
    readonly technicalAccountEmail: string;
    readonly scopes: string;
    readonly consoleAddress: string;
  };
  /** As many as the paste held, in its order. They never travel back from the server. */
  readonly clientSecrets: readonly string[];
}

export const emptyFields: Download["fields"] = {
  name: "",
  environment: "",
  clientId: "",
  imsOrgId: "",
  technicalAccountId: "",
  technicalAccountEmail: "",
  scopes: "",
  consoleAddress: "",
};

import { getEnv } from "@/lib/env";
import type { Environment } from "@/lib/environment";

/** The server that answers for an environment. Nobody types it, so no request can be led elsewhere. */
export interface AdobeHost {
  /** Origin of Adobe's identity service (IMS). */
  readonly imsOrigin: string;
  /** Origin of the Console API, which knows projects and secrets; undefined where customers have none. */
  readonly consoleOrigin: string | undefined;
  /** Whether plain http is good enough: on for the sandbox alone, which runs on localhost. */
  readonly allowInsecureRequests: boolean;
}

const production: AdobeHost = {
  imsOrigin: "https://ims-na1.adobelogin.com",
  consoleOrigin: "https://api.adobe.io",
  allowInsecureRequests: false,
};

/** Adobe's internal stage. Its Console API is documented for nobody, so tokens are all it can be asked for. */
const stage: AdobeHost = {
  imsOrigin: "https://ims-na1-stg1.adobelogin.com",
  consoleOrigin: undefined,
  allowInsecureRequests: false,
};

/** @returns undefined for the sandbox where none is configured. */
export function findAdobeHost(environment: Environment): AdobeHost | undefined {
  switch (environment) {
    case "production":
      return production;
    case "stage":
      return stage;
    case "sandbox": {
      const { sandboxUrl } = getEnv();
      return sandboxUrl === undefined
        ? undefined
        : { imsOrigin: sandboxUrl, consoleOrigin: sandboxUrl, allowInsecureRequests: true };
    }
  }
}

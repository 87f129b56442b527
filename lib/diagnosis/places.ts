import type { Environment } from "@/lib/environment";
import type { FailureContext } from "./failure-context";

const pages = {
  overview: { path: "", label: "Open the credential" },
  edit: { path: "/edit", label: "Edit the credential" },
  secrets: { path: "/secrets", label: "Open Secrets" },
  scopes: { path: "/scopes", label: "Open Scopes" },
  profiles: { path: "/profiles", label: "Open Product profiles" },
  probes: { path: "/probes", label: "Open Probes" },
  rotation: { path: "/rotation", label: "Open Rotation" },
  migration: { path: "/migration", label: "Open Migrate to OAuth" },
} as const;

const sites = {
  developerConsole: "Open the Developer Console",
  adminConsole: "Open the Admin Console",
  status: "Open status.adobe.com",
} as const;

/** Where a next step is taken: a page of the credential, or one of Adobe's. */
export type Place = keyof typeof pages | keyof typeof sites;

const consoleOrigins: Readonly<Record<Environment, string>> = {
  production: "https://developer.adobe.com",
  stage: "https://developer-stage.adobe.com",
  sandbox: "https://developer.adobe.com",
};

interface Link {
  readonly href: string;
  readonly label: string;
}

/** The link to a place; undefined for a page of a credential that is not named, or that the reader may not open. */
export function linkPlace(place: Place, context: FailureContext): Link | undefined {
  switch (place) {
    case "developerConsole": {
      const href = context.consoleAddress ?? `${consoleOrigins[context.environment]}/console/projects`;
      return { href, label: sites[place] };
    }
    case "adminConsole":
      return { href: "https://adminconsole.adobe.com", label: sites[place] };
    case "status":
      return context.environment === "sandbox"
        ? undefined
        : { href: "https://status.adobe.com", label: sites[place] };
    default: {
      if (context.credentialId === undefined) return undefined;
      if (place === "edit" && context.mayEdit === false) return undefined;
      const { path, label } = pages[place];
      return { href: `/credentials/${context.credentialId}${path}`, label };
    }
  }
}

import type { ConsoleAddress } from "@/lib/credentials/console-address";
import type { Found } from "./found";

const maxSecrets = 10;

/**
 * Makes one of what names the same credential: environment and client ID are equal. The first that says
 * something of a field counts. What has only a place in the Developer Console completes the credential that it
 * certainly belongs to, and stands alone where that cannot be told.
 */
export function mergeFound(found: readonly Found[]): readonly Found[] {
  const merged = new Map<string, Found>();
  for (const [index, one] of found.entries()) {
    const key = JSON.stringify(
      one.clientId === "" ? [index] : [one.environment, one.clientId, one.otherKind],
    );
    const before = merged.get(key);
    merged.set(key, before === undefined ? one : mergeTwo(before, one));
  }
  return placeAddresses(dropShadows([...merged.values()]));
}

function mergeTwo(first: Found, second: Found): Found {
  const hasBetterName = first.name === "" || first.name.startsWith("Credential ");
  return {
    ...first,
    name: hasBetterName && second.name !== "" ? second.name : first.name,
    clientSecrets: [...new Set([...first.clientSecrets, ...second.clientSecrets])].slice(0, maxSecrets),
    imsOrgId: first.imsOrgId || second.imsOrgId,
    technicalAccountId: first.technicalAccountId || second.technicalAccountId,
    technicalAccountEmail: first.technicalAccountEmail || second.technicalAccountEmail,
    scopes: first.scopes || second.scopes,
    consoleAddress: first.consoleAddress ?? second.consoleAddress,
  };
}

/** While a credential is migrated, the JWT half of it is named beside the half that is taken in. */
function dropShadows(found: readonly Found[]): readonly Found[] {
  const kept = new Set(found.filter(({ otherKind }) => otherKind === null).map(({ clientId }) => clientId));
  return found.filter(
    ({ otherKind, clientId }) => otherKind !== "jwt" || clientId === "" || !kept.has(clientId),
  );
}

function placeAddresses(found: readonly Found[]): readonly Found[] {
  const credentials = found.filter(({ clientId, otherKind }) => clientId !== "" || otherKind !== null);
  const addresses = distinct(
    found.filter((one) => one.clientId === "" && one.otherKind === null && one.consoleAddress !== null),
    credentials,
  );
  const unplaced = credentials.filter(
    ({ otherKind, consoleAddress }) => otherKind === null && consoleAddress === null,
  );
  const taken = new Set<Found>();
  const placed = credentials.map((credential) => {
    if (!unplaced.includes(credential)) return credential;
    const place = findPlace(credential, unplaced, addresses);
    if (place === null) return credential;
    taken.add(place);
    return { ...mergeTwo(credential, place), name: credential.name };
  });
  return [...placed, ...addresses.filter((address) => !taken.has(address))];
}

/** The one of the same name, or the only one for the only credential. */
function findPlace(credential: Found, unplaced: readonly Found[], addresses: readonly Found[]): Found | null {
  const named = addresses.filter(({ name }) => name !== "" && plain(name) === plain(credential.name));
  if (named.length === 1) {
    const rivals = unplaced.filter(({ name }) => plain(name) === plain(credential.name));
    return rivals.length === 1 ? (named[0] ?? null) : null;
  }
  return addresses.length === 1 && unplaced.length === 1 ? (addresses[0] ?? null) : null;
}

/** Each place once, less those of credentials that have theirs. */
function distinct(addresses: readonly Found[], credentials: readonly Found[]): readonly Found[] {
  const known = new Set(credentials.map(({ consoleAddress }) => placeKey(consoleAddress)));
  return addresses.filter(({ consoleAddress }) => {
    const key = placeKey(consoleAddress);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

function placeKey(address: ConsoleAddress | null): string {
  if (address === null) return "";
  return [address.adobeOrganizationId, address.adobeProjectId, address.adobeCredentialId].join("/");
}

/** The aio command line writes an underscore for each space. */
function plain(name: string): string {
  return name.replaceAll(" ", "_");
}

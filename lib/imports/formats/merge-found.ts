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
  const unplaced = credentials.filter(isUnplaced);
  const named = { unplaced: groupByName(unplaced), addresses: groupByName(addresses) };
  const onlyAddress = addresses.length === 1 && unplaced.length === 1 ? addresses[0] : undefined;
  const taken = new Set<Found>();
  const placed = credentials.map((credential) => {
    if (!isUnplaced(credential)) return credential;
    const name = plain(credential.name);
    const [address, ...others] = named.addresses.get(name) ?? [];
    const isCertain = others.length === 0 && named.unplaced.get(name)?.length === 1;
    const place = address === undefined || others.length > 0 ? onlyAddress : isCertain ? address : undefined;
    if (place === undefined) return credential;
    taken.add(place);
    return { ...mergeTwo(credential, place), name: credential.name };
  });
  return [...placed, ...addresses.filter((address) => !taken.has(address))];
}

function isUnplaced({ otherKind, consoleAddress }: Found): boolean {
  return otherKind === null && consoleAddress === null;
}

/** By the name as `plain` writes it, without those that have none. */
function groupByName(found: readonly Found[]): ReadonlyMap<string, readonly Found[]> {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const name = plain(one.name);
    const group = groups.get(name);
    if (group !== undefined) group.push(one);
    else if (name !== "") groups.set(name, [one]);
  }
  return groups;
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

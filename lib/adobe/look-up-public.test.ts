import type { LookupAddress, LookupOptions } from "node:dns";
import type { LookupFunction } from "node:net";
import { expect, test } from "vitest";
import { createPublicLookup, isPublicAddress } from "./look-up-public";

test.each(["93.184.216.34", "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001::1"])(
  "%s is an address of the internet",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test.each([
  ...["127.0.0.1", "127.255.0.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1"],
  ...["169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1"],
  ...["198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1"],
  ...["::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1"],
  ...["::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:7f00:1", "::127.0.0.1", "::7f00:1"],
  ...["64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "100::1"],
  ...["", "localhost", "1.1.1", "0x01010101"],
])("%s is not", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

function answering(...answers: readonly LookupAddress[][]) {
  const asked: string[] = [];
  const lookUp: LookupFunction = (hostname, _options, callback) => {
    asked.push(hostname);
    callback(null, answers[asked.length - 1] ?? []);
  };
  return { asked, lookUp: createPublicLookup(lookUp) };
}

function find(lookUp: LookupFunction, options: LookupOptions) {
  return new Promise<unknown>((resolve) => {
    lookUp("na1.api.commerce.adobe.com", options, (error, address, family) =>
      resolve(error === null ? { address, family } : { code: error.code }),
    );
  });
}

const outside = { address: "93.184.216.34", family: 4 };
const inside = { address: "10.0.0.8", family: 4 };

test("a name is given the addresses that were judged, in the form that was asked for", async () => {
  const { lookUp, asked } = answering([outside], [outside]);
  expect(await find(lookUp, { all: true })).toEqual({ address: [outside], family: undefined });
  expect(await find(lookUp, {})).toEqual({ address: outside.address, family: 4 });
  expect(asked).toHaveLength(2);
});

test("one address inside is enough to refuse a name, and each look-up is judged anew", async () => {
  const { lookUp } = answering([outside], [inside], [outside, inside], []);
  expect(await find(lookUp, { all: true })).toMatchObject({ address: [outside] });
  for (let times = 0; times < 3; times += 1) {
    expect(await find(lookUp, { all: true })).toEqual({ code: "ENOTFOUND" });
  }
});

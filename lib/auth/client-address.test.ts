import { expect, test } from "vitest";
import { countedAddress, findClientAddress } from "./client-address";

const proxies = ["10.0.0.0/8", "2001:db8:ffff::/48", "192.0.2.10"];
const find = (
  peer: string | null,
  forwardedFor: string | null,
  trustedProxies: readonly string[] = proxies,
) => findClientAddress({ peer, forwardedFor, trustedProxies });

test("a client that connects directly cannot name another address", () => {
  expect(find("198.51.100.7", "203.0.113.1")).toBe("198.51.100.7");
  expect(find("198.51.100.7", "203.0.113.1", [])).toBe("198.51.100.7");
});

test("behind our own proxies the nearest foreign hop counts, whatever stands left of it", () => {
  expect(find("10.1.1.1", "203.0.113.1, 198.51.100.7")).toBe("198.51.100.7");
  expect(find("10.1.1.1", "203.0.113.1, 198.51.100.7, 192.0.2.10,10.2.2.2")).toBe("198.51.100.7");
  expect(find("2001:db8:ffff::1", "2001:db8:1::5")).toBe("2001:db8:1::5");
});

test("a hop that is no address ends the search at the last one that is known", () => {
  expect(find("10.1.1.1", "203.0.113.1, nonsense")).toBe("10.1.1.1");
  expect(find("10.1.1.1", "1")).toBe("10.1.1.1");
  expect(find("10.1.1.1", "")).toBe("10.1.1.1");
});

test("IPv4 written as IPv6 is the same client", () => {
  expect(find("::ffff:198.51.100.7", null)).toBe("198.51.100.7");
  expect(find("::ffff:10.1.1.1", "::ffff:203.0.113.9")).toBe("203.0.113.9");
});

test("an unknown connection is nobody, even when it claims to be somebody", () => {
  expect(find(null, "203.0.113.1")).toBeNull();
  expect(find("unix:", "203.0.113.1")).toBeNull();
});

test("a range that cannot be read trusts nobody", () => {
  expect(find("10.1.1.1", "203.0.113.1", ["10.0.0.0/99", "everything"])).toBe("10.1.1.1");
});

test("tries from one /64 are counted together, from two IPv4 addresses apart", () => {
  expect(countedAddress("2001:db8:1:2:3:4:5:6")).toBe(countedAddress("2001:db8:1:2::1"));
  expect(countedAddress("2001:db8:1:2::1")).not.toBe(countedAddress("2001:db8:1:3::1"));
  expect(countedAddress("198.51.100.7")).not.toBe(countedAddress("198.51.100.8"));
  expect(countedAddress(null)).toBe("unknown");
});

import { expect, test } from "vitest";
import { canonicalAddress } from "./canonical-address";

const asked = { appOrigin: "http://localhost:3000", method: "GET", hosts: ["localhost:3000"], path: "/" };

test("a read at home stays where it is, whatever the port", () => {
  expect(canonicalAddress(asked)).toBeUndefined();
  expect(canonicalAddress({ ...asked, hosts: ["LOCALHOST:8080"] })).toBeUndefined();
});

test("a read under another host name is led home with its path and query", () => {
  const address = canonicalAddress({ ...asked, hosts: ["127.0.0.1:3000"], path: "/credentials?q=a%20b" });
  expect(address).toBe("http://localhost:3000/credentials?q=a%20b");
});

test("a path that looks like a host cannot lead elsewhere", () => {
  const address = canonicalAddress({ ...asked, hosts: ["127.0.0.1"], path: "//evil.example/x" });
  expect(new URL(address ?? "").host).toBe("localhost:3000");
});

test("a request without a usable host is led home", () => {
  expect(canonicalAddress({ ...asked, hosts: [null] })).toBe("http://localhost:3000/");
  expect(canonicalAddress({ ...asked, hosts: ["a b"] })).toBe("http://localhost:3000/");
});

test("behind a proxy the forwarded host name counts as home", () => {
  const hosts = ["latchkey.example", "10.0.0.7:3000"];
  expect(canonicalAddress({ ...asked, appOrigin: "https://latchkey.example", hosts })).toBeUndefined();
});

test("a write is never moved, and a health check is answered where it stands", () => {
  expect(canonicalAddress({ ...asked, method: "POST", hosts: ["127.0.0.1"] })).toBeUndefined();
  expect(canonicalAddress({ ...asked, hosts: ["10.0.0.7"], path: "/api/health" })).toBeUndefined();
});

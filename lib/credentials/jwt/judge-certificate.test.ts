import { expect, test } from "vitest";
import { judgeCertificate } from "./judge-certificate";

const certificate = { startsAt: "2026-01-01T00:00:00.000Z", expiresAt: "2027-01-01T00:00:00.000Z" };

test.each([
  ["2025-12-31T23:59:59.999Z", "not_yet"],
  ["2026-01-01T00:00:00.000Z", "good"],
  ["2026-12-01T23:59:59.999Z", "good"],
  ["2026-12-02T00:00:00.000Z", "near"],
  ["2026-12-31T23:59:59.999Z", "near"],
  ["2027-01-01T00:00:00.000Z", "expired"],
])("at %s a certificate is %s", (now, state) => {
  expect(judgeCertificate(certificate, new Date(now))).toBe(state);
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const pairs = new Map(
  [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((match) => [
    match[1],
    { light: match[2] ?? "", dark: match[3] ?? "" },
  ]),
);

const grounds = ["page", "panel", "raised"];
const text: readonly (readonly [string, readonly string[]])[] = [
  ["ink", [...grounds, "accent-ground", "good-ground", "attend-ground", "bad-ground"]],
  ["soft", grounds],
  ["faint", [...grounds, "accent-ground"]],
  ["accent", [...grounds, "accent-ground"]],
  ["accent-strong", grounds],
  ["good", [...grounds, "good-ground"]],
  ["attend", [...grounds, "attend-ground"]],
  ["bad", [...grounds, "bad-ground"]],
  ["on-accent", ["accent", "accent-strong"]],
  ["on-bad", ["bad", "bad-strong"]],
];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  const flat = text.flatMap(([ink, allGrounds]) => allGrounds.map((ground) => [ink, ground] as const));

  test.each(flat)("%s can be read on %s (WCAG 1.4.3)", (ink, ground) => {
    expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["page", "panel"])("the edge of a field can be seen on %s (WCAG 1.4.11)", (ground) => {
    expect(contrast(colour("control-line", theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
    expect(contrast(colour("accent", theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});

function colour(name: string, theme: "light" | "dark"): string {
  const pair = pairs.get(name);
  if (pair === undefined) throw new Error(`globals.css has no pair --${name}`);
  return pair[theme];
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

import { z } from "zod";
import { readValue } from "./is-placeholder";
import { compact, readList } from "./read-list";

// Browsers read downloads too, and report zod's try at compiling code to be against the page's policy.
if (typeof document !== "undefined") z.config({ jitless: true });

/** One line of text; empty where it is missing, something else, or a placeholder. */
export const line = z.string().max(1000).catch("").default("").transform(readValue);

/** Several texts: a list of them, one alone, or JSON in a text. */
export const list = z
  .union([
    z.array(z.string().max(1000)).max(200).transform(compact),
    z.string().max(20_000).transform(readList),
  ])
  .catch([])
  .default([]);

/** A number of Adobe's as digits, however JSON spells it. */
export const numericId = z
  .union([
    z.string().regex(/^\d{1,25}$/),
    z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).transform(String),
  ])
  .catch("")
  .default("");

/** Names of an IMS environment, as Adobe's tools spell them. */
export const environmentName = z
  .string()
  .catch("")
  .default("")
  .transform((name) => (/^st(?:age|g1?)$/i.test(name.trim()) ? ("stage" as const) : ("production" as const)));

import { parseJson } from "@/lib/parse-json";
import { readValue } from "./is-placeholder";

const maxItems = 200;

/** A value, or the strings of a JSON array, which the aio command line writes. */
export function readList(value: string): string[] {
  if (!value.trim().startsWith("[")) return compact([value]);
  const json = parseJson(value);
  return Array.isArray(json) ? compact(json.filter((item) => typeof item === "string")) : [];
}

/** The real values of a list, each once. */
export function compact(values: readonly string[]): string[] {
  return [...new Set(values.map(readValue).filter((value) => value !== ""))].slice(0, maxItems);
}

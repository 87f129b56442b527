import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Product } from "./launch-product";

const productSchema = z.object({
  baseUrl: z.url(),
  home: z.string(),
  setupUrl: z.url(),
  sandboxUrl: z.url(),
  sandboxControlKey: z.string(),
  databaseUrl: z.string(),
  logFile: z.string(),
});

/** The product that Playwright's global setup started. */
export function getProduct(): Product {
  const file = process.env.E2E_PRODUCT_FILE;
  if (file === undefined) throw new Error("The global setup has not run.");
  return productSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

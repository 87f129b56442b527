import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchFreshProduct } from "./launch-product";

/** Playwright's global setup: one product for all tests of a run; what it returns stops the product. */
export default async function startProduct(): Promise<() => Promise<void>> {
  const { product, stop } = await launchFreshProduct(Number(process.env.E2E_PORT));
  const folder = await mkdtemp(join(tmpdir(), "latchkey-e2e-product-"));
  const file = join(folder, "product.json");
  await writeFile(file, JSON.stringify(product), { mode: 0o600 });
  // Workers inherit the environment; what they need is too secret for it.
  process.env.E2E_PRODUCT_FILE = file;
  return async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
}

import { z } from "zod";

/** One of Adobe's ids, as a form names it. */
export const adobeSecretIdInput = z
  .string()
  .trim()
  .regex(/^[0-9a-f]{32}$/, "Choose one of the secrets that are shown.");

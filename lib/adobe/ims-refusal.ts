import { z } from "zod";

/** RFC 6749 §5.2, which all of IMS follows. */
export const imsRefusalSchema = z.object({
  error: z.string(),
  error_description: z.string().optional().catch(undefined),
});

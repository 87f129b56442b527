import { z } from "zod";

const bounds = "Enter whole days from 0 to 36500. 0 keeps events for ever.";

/** The form that says how long events are kept. A number of days comes as text. */
export const setRetentionInput = z.strictObject({
  days: z
    .string()
    .trim()
    .min(1, "Enter a number of days. 0 keeps events for ever.")
    .regex(/^\d{1,5}$/, bounds)
    .transform(Number)
    .refine((days) => days <= 36_500, bounds),
});

export type SetRetentionInput = z.infer<typeof setRetentionInput>;

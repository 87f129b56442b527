import { z } from "zod";

/** The first moment at which 13 digits count milliseconds; nothing at Adobe is older. */
const earliestMs = 1_000_000_000_000;

/** A time read in the Developer Console and typed in UTC, to the minute. Empty means never used. */
export const typedTimeInput = z
  .string()
  .trim()
  .transform((text, context) => {
    if (text === "") return null;
    const refuse = (message: string) => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    const [, day, minute] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)$/.exec(text) ?? [];
    const time = new Date(`${day}T${minute}:00.000Z`);
    // A day that a month does not have becomes one of the next month.
    if (Number.isNaN(time.getTime()) || !time.toISOString().startsWith(`${day}T${minute}`)) {
      return refuse(
        "Type the time as 2026-01-31 23:59, in UTC, or leave it empty where the secret was never used.",
      );
    }
    if (time.getTime() > Date.now()) {
      return refuse("This time is still to come. Type it in UTC, as the Developer Console shows it.");
    }
    return time.getTime() < earliestMs ? refuse("This time is too long ago. Check the year.") : time;
  });

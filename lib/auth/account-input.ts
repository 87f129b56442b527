import { z } from "zod";
import { Secret } from "@/lib/secret";
import { requiredText } from "@/lib/text-input";
import { normalizeEmail } from "./normalize-email";
import { refusePassword } from "./password-policy";
import { roles } from "./permissions";

const maxNameLength = 200;

const emailInput = z.string().transform((text, context) => {
  const email = normalizeEmail(text);
  if (email !== null) return email;
  context.addIssue({ code: "custom", message: "Enter an email address such as name@example.com." });
  return z.NEVER;
});

/** A password that is to be compared: whatever was typed. */
const passwordInput = z
  .string()
  .min(1, "Enter the password.")
  .transform((characters) => new Secret(characters));

/** A password that is being chosen. The command asks again with the names it must not be made of. */
const newPasswordInput = passwordInput.superRefine((password, context) => {
  const refusal = refusePassword(password, []);
  if (refusal !== null) context.addIssue({ code: "custom", message: refusal });
});

export const signInInput = z.strictObject({
  email: emailInput,
  password: passwordInput,
  next: z.string().optional(),
});

export const stepUpInput = z.strictObject({ password: passwordInput, next: z.string().optional() });

export const createOwnerInput = z.strictObject({
  token: z.string(),
  organizationName: requiredText("the name of your organization", maxNameLength),
  name: requiredText("your name", maxNameLength),
  email: emailInput,
  password: newPasswordInput,
});
export type CreateOwnerInput = z.infer<typeof createOwnerInput>;

export const createUserInput = z.object({
  email: emailInput,
  name: requiredText("a name", maxNameLength),
  organizationName: requiredText("the name of an organization", maxNameLength),
  role: z.enum(roles, `Choose a role: ${roles.join(", ")}.`),
});

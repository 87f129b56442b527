import { z } from "zod";
import { Secret } from "@/lib/secret";
import { normalizeEmail } from "./normalize-email";
import { refusePassword } from "./password-policy";
import { roles } from "./permissions";

const maxNameCharacters = 200;

function nameInput(label: string) {
  return z
    .string()
    .trim()
    .min(1, `Enter ${label}.`)
    .max(maxNameCharacters, `Use at most ${maxNameCharacters} characters.`)
    .refine(
      (text) => !/\p{Cc}|\p{Cs}|\p{Bidi_Control}/u.test(text),
      "This holds a character that cannot be stored. Type it again.",
    );
}

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
  organizationName: nameInput("the name of your organization"),
  name: nameInput("your name"),
  email: emailInput,
  password: newPasswordInput,
});
export type CreateOwnerInput = z.infer<typeof createOwnerInput>;

export const createUserInput = z.object({
  email: emailInput,
  name: nameInput("a name"),
  organizationName: nameInput("the name of an organization"),
  role: z.enum(roles, `Choose a role: ${roles.join(", ")}.`),
});

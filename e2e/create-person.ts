import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { Role } from "@/lib/auth/permissions";
import { fromRoot, plainEnvironment } from "@/scripts/child";
import type { Product } from "./launch-product";

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly role: Role;
  readonly organizationName: string;
}

const firstNames: Readonly<Record<Role, string>> = {
  owner: "Ola",
  admin: "Ada",
  operator: "Ove",
  auditor: "Una",
};

/** Makes an account beside the running product, as a person would: by `npm run user:create`. */
export async function createPerson(
  product: Pick<Product, "home">,
  role: Role,
  organizationName: string,
): Promise<Person> {
  const id = randomBytes(4).toString("hex");
  const person: Person = {
    name: `${firstNames[role]} ${id}`,
    email: `${role}-${id}@example.com`,
    password: randomBytes(18).toString("base64url"),
    role,
    organizationName,
  };
  const child = spawn(
    process.execPath,
    [
      ...["--import", "tsx", fromRoot("scripts/user-create.ts"), "--no-env-file"],
      ...["--email", person.email, "--name", person.name],
      ...["--organization", organizationName, "--role", role],
    ],
    {
      cwd: fromRoot("."),
      env: { ...plainEnvironment(), NODE_ENV: "production", LATCHKEY_HOME: product.home },
    },
  );
  child.stdin.end(`${person.password}\n`);
  const [, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  if (child.exitCode !== 0) throw new Error(`The account was not made: ${errors}`);
  return person;
}

import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Role } from "@/lib/auth/permissions";
import { createPerson, type Person } from "./create-person";
import type { Product } from "./launch-product";
import { query } from "./query";

/** An organization of a test's own. */
export interface Organization {
  readonly name: string;
  /** The one person of this role, made when first asked for. */
  personOf(role: Role): Promise<Person>;
  /** One more person, whose sessions belong to the caller alone. */
  addPerson(role: Role): Promise<Person>;
}

export function newOrganization(product: Product): Organization {
  const name = `Harbour ${randomBytes(4).toString("hex")}`;
  const people = new Map<Role, Promise<Person>>();
  return {
    name,
    personOf: (role) => {
      const person = people.get(role) ?? createPerson(product, role, name);
      people.set(role, person);
      return person;
    },
    addPerson: (role) => createPerson(product, role, name),
  };
}

/** The id of an organization that has somebody in it. */
export async function readOrganizationId(
  product: Product,
  { name }: Pick<Organization, "name">,
): Promise<string> {
  const sql = `SELECT id FROM "Organization" WHERE name = $1`;
  const [row] = await query(product, z.object({ id: z.uuid() }), sql, [name]);
  if (row === undefined) throw new Error("The organization is not there.");
  return row.id;
}

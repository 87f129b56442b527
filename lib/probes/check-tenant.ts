import type { FieldErrors } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";

/** Which instance of Adobe Commerce as a Cloud Service. */
export interface Tenant {
  /** The first part of the host: `na1`, `eu1`, `na1-sandbox`. */
  readonly server: string;
  /** The first part of the path. */
  readonly tenantId: string;
}

const serverForm = /^[a-z]{2,3}[0-9]{1,2}(?:-[a-z]{2,12})?$/;
const tenantForm = /^[A-Za-z0-9]{8,40}$/;

/**
 * Checks what was typed of a Commerce address, letter by letter and without tidying: nothing that could
 * lead to another host or another path has a place in either form. The names are those of the form fields.
 */
export function checkTenant(typed: {
  readonly server: string;
  readonly tenant: string;
}): Result<Tenant, FieldErrors> {
  const fields = {
    ...(!serverForm.test(typed.server) && {
      server:
        "Enter only what stands before .api.commerce.adobe.com in the REST endpoint, such as na1 or na1-sandbox.",
    }),
    ...(!tenantForm.test(typed.tenant) && {
      tenant:
        "Enter only the tenant ID: the letters and digits after the host in the REST endpoint, without slashes.",
    }),
  };
  if (Object.keys(fields).length > 0) return fail(fields);
  return succeed({ server: typed.server, tenantId: typed.tenant });
}

/** One text for both parts, for the record of a run. */
export function joinTenant({ server, tenantId }: Tenant): string {
  return `${server}/${tenantId}`;
}

/** Null where the text is not of the form that is checked for. */
export function splitTenant(text: string): Tenant | null {
  const [server = "", tenant = "", ...rest] = text.split("/");
  const checked = checkTenant({ server, tenant });
  return checked.ok && rest.length === 0 ? checked.value : null;
}

import { Search } from "lucide-react";
import Form from "next/form";
import { Button } from "@/components/ui/button";
import { FormFollowsAddress } from "@/components/ui/form-follows-address";
import { SelectField } from "@/components/ui/select-field";
import { TextField } from "@/components/ui/text-field";
import type { CredentialFilter } from "@/lib/credentials/credential-filter";
import { environmentLabels, environments } from "@/lib/environment";

interface CredentialFiltersProps {
  readonly filter: CredentialFilter;
  readonly archivedCount: number;
}

/** Search and filters as a GET form: they live in the address and work before JavaScript. */
export function CredentialFilters({ filter, archivedCount }: CredentialFiltersProps) {
  return (
    <Form action="/credentials" autoComplete="off" className="mb-3 flex flex-wrap items-end gap-2">
      <div className="min-w-56 flex-1 wide:max-w-80">
        <TextField
          type="search"
          label="Search credentials"
          name="q"
          defaultValue={filter.q}
          maxLength={200}
        />
      </div>
      <SelectField
        label="Environment"
        name="environment"
        defaultValue={filter.environment ?? ""}
        options={[
          { value: "", label: "Any" },
          ...environments.map((value) => ({ value, label: environmentLabels[value] })),
        ]}
      />
      <SelectField
        label="Show"
        name="show"
        defaultValue={filter.show}
        options={[
          { value: "active", label: "Active" },
          { value: "archived", label: `Archived (${archivedCount})` },
        ]}
      />
      <FormFollowsAddress
        values={{ q: filter.q, environment: filter.environment ?? "", show: filter.show }}
      />
      <Button type="submit" icon={<Search size={14} aria-hidden="true" />}>
        Search
      </Button>
    </Form>
  );
}

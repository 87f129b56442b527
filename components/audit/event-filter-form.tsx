import { ListFilter } from "lucide-react";
import Form from "next/form";
import { Button } from "@/components/ui/button";
import { FormFollowsAddress } from "@/components/ui/form-follows-address";
import { LinkButton } from "@/components/ui/link-button";
import { SelectField } from "@/components/ui/select-field";
import { TextField } from "@/components/ui/text-field";
import type { EventFilters } from "@/lib/audit/queries/event-filters";
import type { FilterOptions } from "@/lib/audit/queries/filter-options";
import { actionGroups } from "@/lib/audit/words/action-groups";
import { outcomeNames } from "@/lib/audit/words/event-words";

interface EventFilterFormProps {
  readonly filters: EventFilters;
  readonly options: FilterOptions;
}

/** The filters as a GET form: what is shown is always what the address says. */
export function EventFilterForm({ filters, options }: EventFilterFormProps) {
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  return (
    <Form
      action="/audit"
      autoComplete="off"
      className="mb-3 grid grid-cols-2 items-end gap-2 wide:grid-cols-4"
    >
      <SelectField
        label="Action"
        name="action"
        defaultValue={filters.action ?? ""}
        options={[any, ...actionGroups]}
      />
      <SelectField
        label="Credential"
        name="credential"
        defaultValue={filters.credential ?? ""}
        options={[any, ...options.credentials.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <SelectField
        label="Actor"
        name="actor"
        defaultValue={filters.actor ?? ""}
        options={[
          any,
          ...options.actors.map(({ id, name }) => ({ value: id, label: name })),
          { value: "anonymous", label: "Somebody not signed in" },
          { value: "system", label: "Latchkey itself" },
        ]}
      />
      <SelectField
        label="Outcome"
        name="outcome"
        defaultValue={filters.outcome ?? ""}
        options={[any, ...Object.entries(outcomeNames).map(([value, label]) => ({ value, label }))]}
      />
      <TextField type="date" label="From" name="from" defaultValue={filters.from} />
      <TextField type="date" label="To" name="to" defaultValue={filters.to} />
      <TextField type="search" label="Names" name="q" defaultValue={filters.q} maxLength={100} />
      <FormFollowsAddress
        values={{
          action: filters.action ?? "",
          credential: filters.credential ?? "",
          actor: filters.actor ?? "",
          outcome: filters.outcome ?? "",
          from: filters.from ?? "",
          to: filters.to ?? "",
          q: filters.q ?? "",
        }}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" icon={<ListFilter size={14} aria-hidden="true" />}>
          Apply filters
        </Button>
        {isFiltered && <LinkButton href="/audit">Clear</LinkButton>}
      </div>
    </Form>
  );
}

const any = { value: "", label: "Any" };

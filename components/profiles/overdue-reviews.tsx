import { DataTable } from "@/components/ui/data-table";
import { TextLink } from "@/components/ui/text-link";
import type { OverdueReview } from "@/lib/profiles/profile-note";

/** Product profiles that somebody should look at again. */
export function OverdueReviews({ reviews }: { readonly reviews: readonly OverdueReview[] }) {
  return (
    <DataTable
      caption="Product profiles to review"
      rows={reviews}
      rowKey={({ id }) => id}
      columns={[
        {
          id: "profile",
          header: "Product profile to review",
          cell: ({ product, profile, credentialId }) => (
            <TextLink look="title" href={`/credentials/${credentialId}/profiles`}>
              {`${product}: ${profile}`}
            </TextLink>
          ),
        },
        { id: "credential", header: "Credential", cell: ({ credentialName }) => credentialName },
        {
          id: "due",
          header: "Due since",
          cell: ({ reviewOn }) => <time dateTime={reviewOn}>{reviewOn}</time>,
        },
      ]}
    />
  );
}

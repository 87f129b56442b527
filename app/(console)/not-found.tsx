import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";

export default function NotFound() {
  return (
    <>
      <PageHeader title="Not found" facts="Nothing is at this address, or it is not yours to see." />
      <LinkButton href="/credentials">Go to Credentials</LinkButton>
    </>
  );
}

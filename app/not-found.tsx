import { PlainFrame } from "@/components/frame/plain-frame";
import { LinkButton } from "@/components/ui/link-button";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PlainFrame title="Not found" lead="Nothing is at this address, or it is not yours to see.">
      <div>
        <LinkButton href="/credentials">Go to Credentials</LinkButton>
      </div>
    </PlainFrame>
  );
}

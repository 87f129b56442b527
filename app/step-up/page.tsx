import { StepUpForm } from "@/components/account/step-up-form";
import { PlainFrame } from "@/components/frame/plain-frame";
import { requireViewer } from "@/lib/auth/find-viewer";
import { safeNextPath } from "@/lib/auth/safe-next-path";
import { getEnv } from "@/lib/env";
import { stepUpAction } from "./actions";

export const metadata = { title: "Confirm that it is you" };

export default async function StepUpPage({ searchParams }: PageProps<"/step-up">) {
  const viewer = await requireViewer();
  const next = safeNextPath((await searchParams).next, getEnv().appOrigin);
  return (
    <PlainFrame
      title="Confirm that it is you"
      lead="This act needs your password from within the last 5 minutes. You then return to the page and do it again."
    >
      <StepUpForm action={stepUpAction} organizationId={viewer.organizationId} next={next} />
    </PlainFrame>
  );
}

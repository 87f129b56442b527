import { redirect } from "next/navigation";
import { SetupForm } from "@/components/account/setup-form";
import { PlainFrame } from "@/components/frame/plain-frame";
import { hasUsers } from "@/lib/auth/create-owner";
import { isSetupToken } from "@/lib/auth/is-setup-token";
import { createOwnerAction } from "./actions";

export const metadata = { title: "Set up" };

export default async function SetupPage({ searchParams }: PageProps<"/setup">) {
  if (await hasUsers()) redirect("/sign-in");
  const { token } = await searchParams;
  if (typeof token !== "string" || !(await isSetupToken(token))) {
    return (
      <PlainFrame
        title="Set up Latchkey"
        lead="The first account is made at the setup address. The server prints it at its start, in the line that begins with “Create the first owner”. An address from an earlier start is not valid any more."
      />
    );
  }
  return (
    <PlainFrame
      title="Set up Latchkey"
      lead="You become the owner of your organization. You can sign in with this email and password from now on."
    >
      <SetupForm action={createOwnerAction} token={token} />
    </PlainFrame>
  );
}

import { redirect } from "next/navigation";
import { SignInForm } from "@/components/account/sign-in-form";
import { PlainFrame } from "@/components/frame/plain-frame";
import { Note } from "@/components/ui/note";
import { hasUsers } from "@/lib/auth/create-owner";
import { findViewer } from "@/lib/auth/find-viewer";
import { safeNextPath } from "@/lib/auth/safe-next-path";
import { getEnv } from "@/lib/env";
import { signInAction } from "./actions";

export const metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next, error } = await searchParams;
  const path = safeNextPath(next, getEnv().appOrigin);
  if ((await findViewer()) !== null) redirect(path);
  if (!(await hasUsers())) redirect("/setup");
  return (
    <PlainFrame title="Sign in">
      {error !== undefined && (
        <Note tone="bad" title="You could not be signed in">
          Check the email and password and try again.
        </Note>
      )}
      <SignInForm action={signInAction} next={path} />
    </PlainFrame>
  );
}

import { stepUpAction } from "@/app/step-up/actions";
import { RestoreBanner } from "@/components/audit/restore-banner";
import { StepUpProvider } from "@/components/form/step-up-provider";
import { Frame } from "@/components/frame/frame";
import { findLogAlarm } from "@/lib/audit/restore/find-log-alarm";
import { findViewer } from "@/lib/auth/find-viewer";
import { roleLabels } from "@/lib/auth/permissions";
import { countCredentials } from "@/lib/credentials/count-credentials";
import { signOutAction } from "./actions";

/** Draws the frame. It authorises nothing: every page and every action asks for itself. */
export default async function ConsoleLayout({ children }: LayoutProps<"/">) {
  const viewer = await findViewer();
  if (viewer === null) return children;
  const [{ active }, alarm] = await Promise.all([
    countCredentials(viewer.organizationId),
    findLogAlarm(viewer.organizationId),
  ]);
  return (
    <Frame
      viewer={{
        name: viewer.name,
        roleLabel: roleLabels[viewer.role],
        organizationName: viewer.organizationName,
        sessionEndsAt: viewer.expiresAt.toISOString(),
        credentialCount: active,
      }}
      signOutAction={signOutAction}
      banner={alarm !== null && <RestoreBanner />}
    >
      <StepUpProvider action={stepUpAction}>{children}</StepUpProvider>
    </Frame>
  );
}

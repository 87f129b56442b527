"use client";

import { unstable_isUnrecognizedActionError as isFromOldPage } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { bodyTooLarge } from "@/lib/body-limit";
import { readDigest } from "./read-digest";

/** What Next hands to whatever stands in for a failed page. */
export interface PageFailedProps {
  readonly error: unknown;
  readonly retry: () => void;
}

/** What stands in place of a page that could not be drawn. Says nothing of what was thrown. */
export function PageFailed({ error, retry }: PageFailedProps) {
  if (isFromOldPage(error)) {
    return (
      <Note
        tone="attend"
        announce="alert"
        title="Latchkey was updated while this page was open."
        next={<Button onClick={() => window.location.reload()}>Reload the page</Button>}
      >
        Nothing was sent. Reload, then do it once more.
      </Note>
    );
  }
  if (error instanceof Error && error.message === bodyTooLarge) {
    return (
      <Note
        tone="bad"
        title="This was too much to send."
        next={<Button onClick={retry}>Back to the form</Button>}
      >
        {bodyTooLarge}
      </Note>
    );
  }
  const digest = readDigest(error);
  return (
    <Note tone="bad" title="This page could not be shown." next={<Button onClick={retry}>Try again</Button>}>
      The fault is on our side. If you had just pressed a button, look in the audit log before you press it
      again: the act may have happened.
      {digest !== undefined && (
        <>
          {" "}
          The server's log has it under <code>{digest}</code>.
        </>
      )}
    </Note>
  );
}

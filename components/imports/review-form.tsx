"use client";

import { useRef, useState } from "react";
import { ActionForm } from "@/components/form/action-form";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { Action } from "@/lib/action-state";
import type { ReviewRow } from "@/lib/imports/import-review";
import { readReviewedRows } from "@/lib/imports/reviewed-rows";
import { isPickable, isTickedFirst, ReviewTable } from "./review-table";

interface ReviewFormProps {
  readonly organizationId: string;
  readonly pasteId: string;
  readonly rows: readonly ReviewRow[];
  readonly startAction: Action<unknown>;
}

/** What was read, to be looked over and picked from. Native inputs: it works by a plain post, whatever its length. */
export function ReviewForm({ organizationId, pasteId, rows, startAction }: ReviewFormProps) {
  const list = useRef<HTMLDivElement>(null);
  const isHydrated = useHydrated();
  const [count, setCount] = useState(rows.filter(isTickedFirst).length);
  const boxes = () => [...(list.current?.querySelectorAll<HTMLInputElement>("input[type=checkbox]") ?? [])];
  const recount = () => setCount(boxes().filter((box) => box.checked).length);

  function tick(isWanted: (box: HTMLInputElement) => boolean) {
    for (const box of boxes()) box.checked = isWanted(box);
    recount();
  }

  return (
    <ActionForm
      action={startAction}
      organizationId={organizationId}
      hidden={{ pasteId }}
      refusal="Nothing was imported."
      className="flex flex-col gap-4"
    >
      {({ field }) => (
        <>
          {isHydrated && rows.some(isPickable) && (
            <div className="flex flex-wrap items-center gap-2">
              <Button size="small" onClick={() => tick((box) => box.value === "new")}>
                Select all new
              </Button>
              <Button size="small" onClick={() => tick(() => false)}>
                Select none
              </Button>
              <span className="text-soft">
                {count} of {rows.length} ticked
              </span>
            </div>
          )}
          <div ref={list} onChange={recount}>
            <ReviewTable rows={rows} choices={readReviewedRows(field("rows").defaultValue)} />
          </div>
          <div className="flex flex-wrap gap-2">
            {rows.some(isPickable) && (
              <SubmitButton isDisabled={isHydrated && count === 0}>
                {`Import ${count} ${count === 1 ? "credential" : "credentials"}`}
              </SubmitButton>
            )}
            <LinkButton href="/credentials/new">Paste something else</LinkButton>
          </div>
        </>
      )}
    </ActionForm>
  );
}

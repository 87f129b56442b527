"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { ReactNode, RefObject } from "react";

interface ModalProps {
  readonly isOpen: boolean;
  /** Escape and anything else that closes it. A press outside does not. */
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  /** What has the focus when it opens. */
  readonly initialFocus: RefObject<HTMLElement | null>;
}

/** A dialog that wants an answer. The page behind it waits; the focus returns to where it was. */
export function Modal({ isOpen, onClose, title, description, children, initialFocus }: ModalProps) {
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Popup
          initialFocus={initialFocus}
          className="fixed top-[12dvh] left-1/2 z-50 max-h-[80dvh] w-120 max-w-[calc(100vw-2rem)] -translate-x-1/2 overflow-y-auto rounded-panel border border-line bg-panel p-5 shadow-dialog transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <AlertDialog.Title className="text-lg font-semibold break-words">{title}</AlertDialog.Title>
          {description !== undefined && (
            <AlertDialog.Description render={<div />} className="mt-1.5 text-soft">
              {description}
            </AlertDialog.Description>
          )}
          <div className="mt-4">{children}</div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

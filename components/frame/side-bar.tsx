import { Menu } from "lucide-react";
import { buttonClass } from "@/components/ui/button-class";
import { SubmitButton } from "@/components/ui/submit-button";
import { TimeText } from "@/components/ui/time-text";
import { MainNav } from "./main-nav";
import { ThemeSwitch } from "./theme-switch";
import type { ViewerSummary } from "./viewer-summary";

interface SideBarProps {
  readonly viewer: ViewerSummary;
  readonly signOutAction: () => Promise<void>;
}

/**
 * A column from 900 px up, below that a drawer. The drawer is a popover: the browser itself opens
 * and closes it, before and without scripts.
 */
export function SideBar({ viewer, signOutAction }: SideBarProps) {
  return (
    <header className="wide:border-r wide:border-line wide:bg-panel" data-print="hide">
      <div className="flex items-center gap-3 border-b border-line bg-panel px-4 py-2.5 wide:hidden">
        <button type="button" popoverTarget="side-bar" className={buttonClass("outlined")}>
          <Menu size={16} aria-hidden="true" />
          Menu
        </button>
        <span className="min-w-0 truncate font-semibold">{viewer.organizationName}</span>
      </div>
      <div
        id="side-bar"
        popover="auto"
        className="inset-y-0 right-auto left-0 m-0 h-dvh max-h-none w-72 max-w-[85vw] flex-col overflow-y-auto border-0 bg-panel p-3 pt-5 text-ink backdrop:bg-veil open:flex wide:sticky wide:top-0 wide:flex wide:w-full"
      >
        <Organization name={viewer.organizationName} />
        <MainNav credentialCount={viewer.credentialCount} />
        <div className="mt-auto border-t border-line px-2.5 pt-3 pb-1">
          <p className="flex items-baseline gap-1.5">
            <span className="truncate font-medium" title={viewer.name}>
              {viewer.name}
            </span>
            <span className="text-sm text-soft">{viewer.roleLabel}</span>
          </p>
          <p className="text-sm text-soft">
            Session ends <TimeText at={viewer.sessionEndsAt} form="clock" />
          </p>
          <div className="mt-2.5 flex items-center justify-between gap-2">
            <form action={signOutAction}>
              <SubmitButton variant="outlined" size="small">
                Sign out
              </SubmitButton>
            </form>
            <ThemeSwitch />
          </div>
        </div>
      </div>
    </header>
  );
}

function Organization({ name }: { readonly name: string }) {
  return (
    <div className="mb-4 flex items-center gap-2.5 px-2">
      <span
        aria-hidden="true"
        className="grid size-6.5 shrink-0 place-items-center rounded-control bg-accent text-sm font-bold text-on-accent"
      >
        {[...name][0]?.toUpperCase()}
      </span>
      <p className="min-w-0 truncate leading-4.5 font-semibold">{name}</p>
    </div>
  );
}

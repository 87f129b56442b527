import type { ReactNode } from "react";
import { QuickSearch } from "./quick-search";
import { SideBar } from "./side-bar";
import { SkipLink } from "./skip-link";
import type { ViewerSummary } from "./viewer-summary";

interface FrameProps {
  readonly viewer: ViewerSummary;
  readonly signOutAction: () => Promise<void>;
  /** What everybody has to know whatever page they are on. */
  readonly banner: ReactNode;
  /** One page, which begins with a PageHeader and brings no `main` of its own. */
  readonly children: ReactNode;
}

/** Side bar, top line and the page's `main`. It draws; it decides nothing. */
export function Frame({ viewer, signOutAction, banner, children }: FrameProps) {
  return (
    <div className="wide:grid wide:grid-cols-[14rem_minmax(0,1fr)]">
      <SkipLink />
      <SideBar viewer={viewer} signOutAction={signOutAction} />
      <div className="relative mx-auto w-full max-w-[81.5rem] px-4 pt-4 pb-12 wide:px-8 wide:pt-5">
        {banner}
        <div className="mb-4 wide:absolute wide:right-8 wide:w-65" data-print="hide">
          <QuickSearch />
        </div>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}

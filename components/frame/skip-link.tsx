/** The first stop of the Tab key. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded-control focus:border focus:border-line focus:bg-panel focus:px-3.5 focus:py-2 focus:font-medium"
    >
      Skip to content
    </a>
  );
}

/** The mark: a key's bow in a rounded square. */
export function KeyMark() {
  return (
    <svg aria-hidden="true" width="26" height="26" viewBox="0 0 32 32" className="shrink-0">
      <rect width="32" height="32" rx="9" className="fill-accent" />
      <g fill="none" strokeWidth="2.6" strokeLinecap="round" className="stroke-on-accent">
        <circle cx="12" cy="16" r="4.6" />
        <path d="M16.8 16h8.4M21.4 16v3.8M25.2 16v2.8" />
      </g>
    </svg>
  );
}

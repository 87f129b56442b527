/** Exit codes of `npm run audit:verify`. */
export const good = 0;
export const tampered = 1;
export const cannotTell = 2;

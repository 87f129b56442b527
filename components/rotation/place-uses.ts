import type { RotationView, UseView } from "@/lib/rotation/view/rotation-view";

const hourMs = 3_600_000;
/** How far before the start the line reaches back at most. */
const maxLeadMs = 48 * hourMs;

interface PlacedDot extends Pick<UseView, "which" | "isOurs"> {
  readonly key: string;
  /** 0 to 100 along the line. */
  readonly percent: number;
}

interface PlacedUses {
  readonly dots: readonly PlacedDot[];
  /** The quiet time of the old secret so far; null before the promotion. */
  readonly quiet: { readonly from: number; readonly to: number; readonly label: string } | null;
  /** Left end of the line. */
  readonly from: string;
  /** Some uses are older than the line. */
  readonly isCut: boolean;
}

/** Places uses along a line from the first of them, or two days before the start, to its end or now. */
export function placeUses(
  rotation: Pick<RotationView, "uses" | "unlock" | "startedAt" | "promotedAt" | "endedAt">,
  now: string,
): PlacedUses {
  const { uses, unlock, promotedAt } = rotation;
  const endMs = Date.parse(rotation.endedAt ?? now);
  const startMs = Date.parse(rotation.startedAt);
  const firstMs = Math.min(startMs, ...uses.map(({ at }) => Date.parse(at)));
  const leadMs = Math.max(60_000, (endMs - startMs) * 0.05);
  const fromMs = Math.max(firstMs, startMs - maxLeadMs) - leadMs;
  const place = (atMs: number) => {
    const share = (atMs - fromMs) / Math.max(1, endMs - fromMs);
    return Math.round(Math.min(1, Math.max(0, share)) * 1_000) / 10;
  };
  const inside = uses.filter(({ at }) => Date.parse(at) >= fromMs);
  // What our own use hides is not known to be quiet.
  const quietMs = Math.max(
    Date.parse(unlock.quietSince),
    unlock.hiddenBefore === null ? 0 : Date.parse(unlock.hiddenBefore),
  );
  return {
    dots: inside.map(({ which, at, isOurs }) => ({
      key: `${which} ${at}`,
      which,
      isOurs,
      percent: place(Date.parse(at)),
    })),
    quiet:
      promotedAt === null
        ? null
        : { from: place(quietMs), to: 100, label: `quiet for ${describeHours(endMs - quietMs)}` },
    from: new Date(fromMs).toISOString(),
    isCut: inside.length < uses.length,
  };
}

function describeHours(spanMs: number): string {
  const hours = Math.floor(spanMs / hourMs);
  if (hours >= 72) return `${Math.floor(hours / 24)} days`;
  return hours === 0 ? `${Math.max(0, Math.floor(spanMs / 60_000))} min` : `${hours} h`;
}

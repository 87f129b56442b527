import { z } from "zod";
import type { FailureExplanation } from "@/lib/diagnosis/failure-explanation";
import type { AdobeFailureCode } from "@/lib/failure";
import type { ProfileNote } from "./profile-note";

/** A product profile as a reading keeps it. */
const readProfileSchema = z.object({
  /** Adobe's id. */
  profileId: z.string(),
  profile: z.string(),
  /** The API that it belongs to; null and empty where Adobe's answer does not tell. */
  sdkCode: z.string().nullable(),
  product: z.string(),
});
export const readProfilesSchema = z.array(readProfileSchema);
export type ReadProfile = z.infer<typeof readProfileSchema>;

/** What Adobe said of a credential's product profiles. Times are ISO 8601, UTC. */
export interface ProfileReadings {
  /** The newest reading, whatever it came to; null where there was none. */
  readonly last: {
    readonly at: string;
    readonly byName: string;
    readonly outcome: "pending" | "succeeded" | "failed";
    readonly code: AdobeFailureCode | null;
    readonly words: FailureExplanation | null;
  } | null;
  /** The newest one that succeeded; null where none did. */
  readonly known: {
    readonly at: string;
    readonly byName: string;
    readonly profiles: readonly ReadProfile[];
  } | null;
}

/** One line of the comparison: what is noted, what was read, or both. */
export type ComparedProfile =
  | { readonly where: "both"; readonly note: ProfileNote; readonly read: ReadProfile }
  | { readonly where: "noted"; readonly note: ProfileNote }
  | { readonly where: "adobe"; readonly read: ReadProfile };

/**
 * Puts notes beside what Adobe lists. A profile is known by its name; where several share one, a product
 * that is named alike decides. People and the Console name products differently, so that alone never parts
 * a note from its profile.
 */
export function compareProfiles(
  notes: readonly ProfileNote[],
  read: readonly ReadProfile[],
): readonly ComparedProfile[] {
  const left = new Set(read);
  const pairs = new Map<ProfileNote, ReadProfile>();
  const match = (isAlike: (note: ProfileNote, one: ReadProfile) => boolean) => {
    for (const note of notes) {
      if (pairs.has(note)) continue;
      const found = [...left].find((one) => fold(one.profile) === fold(note.profile) && isAlike(note, one));
      if (found === undefined) continue;
      pairs.set(note, found);
      left.delete(found);
    }
  };
  match(({ product }, one) => isSameProduct(product, one.product));
  match(() => true);
  return [
    ...notes.map((note): ComparedProfile => {
      const found = pairs.get(note);
      return found === undefined ? { where: "noted", note } : { where: "both", note, read: found };
    }),
    ...[...left].map((one): ComparedProfile => ({ where: "adobe", read: one })),
  ];
}

function isSameProduct(noted: string, read: string): boolean {
  const [one, other] = [fold(noted), fold(read)];
  return one !== "" && other !== "" && (one.includes(other) || other.includes(one));
}

function fold(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}

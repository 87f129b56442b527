import { expect, test } from "vitest";
import type { ProfileNote } from "./profile-note";
import { compareProfiles, type ReadProfile } from "./profile-reading";

function note(product: string, profile: string): ProfileNote {
  const empty = { opens: "", askedBy: "", reason: "", approvedBy: "", reviewOn: "", link: "" };
  return { ...empty, id: `${product}/${profile}`, product, profile, isOverdue: false };
}

function read(product: string, profile: string): ReadProfile {
  return { profileId: `${product}#${profile}`, profile, product, sdkCode: null };
}

function show(notes: readonly ProfileNote[], listed: readonly ReadProfile[]): string[] {
  return compareProfiles(notes, listed).map((row) => {
    if (row.where === "both") return `${row.note.id} = ${row.read.profileId}`;
    return row.where === "noted" ? `${row.note.id} noted` : `${row.read.profileId} adobe`;
  });
}

test("a profile is noted, at Adobe, or both, and its name is compared without case and outer spaces", () => {
  const notes = [note("Analytics", "Europe, read only"), note("Campaign", "Default")];
  const listed = [read("Adobe Analytics", " EUROPE, Read Only"), read("Adobe Target", "Editors")];
  expect(show(notes, listed)).toEqual([
    "Analytics/Europe, read only = Adobe Analytics# EUROPE, Read Only",
    "Campaign/Default noted",
    "Adobe Target#Editors adobe",
  ]);
});

test("of several with one name, the product that is named alike decides", () => {
  const notes = [note("Target", "Default"), note("Analytics", "Default")];
  const listed = [read("Adobe Analytics", "Default"), read("Adobe Target", "Default")];
  expect(show(notes, listed)).toEqual([
    "Target/Default = Adobe Target#Default",
    "Analytics/Default = Adobe Analytics#Default",
  ]);
});

test("a profile whose product nobody knows is matched by its name, once", () => {
  const notes = [note("Shop reports", "Default"), note("Other", "Default")];
  expect(show(notes, [read("", "Default")])).toEqual([
    "Shop reports/Default = #Default",
    "Other/Default noted",
  ]);
});

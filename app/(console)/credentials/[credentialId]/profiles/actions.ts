"use server";

import { gate } from "@/lib/action";
import { credentialChoice } from "@/lib/credentials/credential-input";
import { readProfiles } from "@/lib/probes/read-profiles";
import { addProfile } from "@/lib/profiles/add-profile";
import { editProfile } from "@/lib/profiles/edit-profile";
import {
  addProfileInput,
  editProfileInput,
  keptProfileFields,
  removeProfileInput,
} from "@/lib/profiles/profile-input";
import { removeProfile } from "@/lib/profiles/remove-profile";

export const addProfileAction = gate(
  {
    name: "profile.add",
    permission: "profile.manage",
    once: true,
    input: addProfileInput,
    keep: keptProfileFields,
  },
  addProfile,
);

export const editProfileAction = gate(
  {
    name: "profile.edit",
    permission: "profile.manage",
    once: true,
    input: editProfileInput,
    keep: keptProfileFields,
  },
  editProfile,
);

export const removeProfileAction = gate(
  { name: "profile.remove", permission: "profile.manage", once: true, input: removeProfileInput },
  removeProfile,
);

export const readProfilesAction = gate(
  { name: "profile.read", permission: "probe.run", input: credentialChoice },
  readProfiles,
);

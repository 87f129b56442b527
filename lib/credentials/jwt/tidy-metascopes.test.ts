import { describe, expect, test } from "vitest";
import { tidyMetascopes } from "./tidy-metascopes";

const ims = "https://ims-na1.adobelogin.com/s";

test.each([
  ["bare", "ent_user_sdk", ["ent_user_sdk"]],
  ["with Adobe's address", `${ims}/ent_user_sdk`, ["ent_user_sdk"]],
  ["of stage", "https://ims-na1-stg1.adobelogin.com/s/ent_user_sdk", ["ent_user_sdk"]],
  [
    "in a list, twice",
    `ent_user_sdk, ${ims}/ent_user_sdk\n ent_dataservices_sdk`,
    ["ent_user_sdk", "ent_dataservices_sdk"],
  ],
  [
    "as in the example of a payload",
    `"${ims}/ent_user_sdk": true,\n"${ims}/event_receiver_api": true`,
    ["ent_user_sdk", "event_receiver_api"],
  ],
  ["as JSON", `["ent_user_sdk","ent_reactor_sdk"]`, ["ent_user_sdk", "ent_reactor_sdk"]],
])("metascopes are taken %s", (_name, text, metascopes) => {
  expect(tidyMetascopes(text)).toEqual({ ok: true, value: metascopes });
});

describe("refused in words", () => {
  test.each([
    ["nothing", " , ", /Enter at least one/],
    ["another address", "https://elsewhere.example/s/ent_user_sdk", /one word of letters/],
    ["an address of another kind", `${ims}/a/b`, /one word of letters/],
    ["too many", Array.from({ length: 51 }, (_, index) => `scope_${index}`).join(","), /at most 50/],
  ])("%s", (_name, text, sentence) => {
    const tidied = tidyMetascopes(text);
    expect(tidied).toEqual({ ok: false, failure: expect.stringMatching(sentence) });
  });
});

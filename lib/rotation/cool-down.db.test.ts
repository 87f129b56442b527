import { expect, test } from "vitest";
import { addSecretAtAdobe } from "./add-secret";
import { openSandbox } from "./rotation.fixture";
import { must } from "./rotation-steps.fixture";
import { startRotation, startRotationInput } from "./start-rotation";

const { stage: makeStage } = openSandbox();

test("a long wait that Adobe asks for is kept, and no act of a rotation asks it before", async () => {
  const stage = await makeStage();
  const { context, credentialId, clientId } = stage;
  await must(startRotation(context, startRotationInput.parse({ credentialId })));
  await stage.control.setFaults(clientId, {
    kind: "throttle",
    call: "listSecrets",
    retryAfter: { seconds: 600 },
  });
  const throttled = await addSecretAtAdobe(context, { credentialId });
  expect(throttled).toMatchObject({ failure: { adobe: { code: "throttled" } } });
  const [calls, story] = [await stage.calls(), await stage.story()];
  const cooling = await addSecretAtAdobe(context, { credentialId });
  expect(cooling).toMatchObject({ failure: { adobe: { code: "cooling_down" } } });
  expect(await stage.calls()).toEqual(calls);
  expect(await stage.story()).toEqual(story);
});

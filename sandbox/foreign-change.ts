import { makeSecret, maxSecrets } from "./client-secrets";
import type { ForeignChange } from "./faults";
import type { World } from "./world";

/** Does what another admin could do at the Developer Console: never a third secret, never without one. */
export async function changeForeign(world: World, clientId: string, change: ForeignChange): Promise<void> {
  await world.state.changeClient(clientId, (client) => {
    if (!client) return { outcome: undefined };
    const { secrets } = client;
    if (change.kind === "addForeignSecret") {
      return secrets.length >= maxSecrets
        ? { outcome: undefined }
        : { client: { ...client, secrets: [...secrets, makeSecret(world.nowMs())] }, outcome: undefined };
    }
    const [oldest, ...younger] = secrets.toSorted((one, other) => one.createdAtMs - other.createdAtMs);
    const removed = change.which === "oldest" ? oldest : younger.at(-1);
    if (younger.length === 0) return { outcome: undefined };
    return { client: { ...client, secrets: secrets.filter((one) => one !== removed) }, outcome: undefined };
  });
}

import type { RotationView } from "@/lib/rotation/view/rotation-view";
import { nameOfForm, rotationActs } from "./rotation-act";

/** One key for each form that the page of a rotation can show, so that each acts once and none stands in for another. */
export function writeFormKeys(
  rotation: Pick<RotationView, "consumers" | "slots" | "trouble"> | null,
  newKey: () => string,
): Record<string, string> {
  const secretIds = new Set(
    [...(rotation?.slots ?? []), ...(rotation?.trouble?.secrets ?? [])].map(
      ({ adobeSecretId }) => adobeSecretId,
    ),
  );
  const names = [
    ...rotationActs,
    ...(rotation?.consumers ?? []).flatMap(({ id }) => [
      nameOfForm("confirm", id),
      nameOfForm("withdraw", id),
    ]),
    ...[...secretIds].flatMap((id) => [nameOfForm("deleteUnknown", id), nameOfForm("chooseBound", id)]),
  ];
  return Object.fromEntries(names.map((name) => [name, newKey()]));
}

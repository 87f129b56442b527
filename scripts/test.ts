// `npm test`: every check there is, against a production build. `npm test -- --only unit,database` runs some.
import { parseArgs } from "node:util";
import { Refusal } from "./explain-problem.mjs";
import { checkCodes, runCommand } from "./run-command";
import { runStages, type StageName, stageNames } from "./stages";

await runCommand(async (stop, cleanUps) => {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  await runStages(chooseStages(values.only), stop, cleanUps);
}, checkCodes);

function chooseStages(only: string | undefined): readonly StageName[] {
  if (only === undefined) return stageNames;
  const wanted = only.split(",").map((name) => name.trim());
  const known: readonly string[] = stageNames;
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Refusal(`There is no stage ${unknown}: choose among ${stageNames.join(", ")}.`);
  }
  return stageNames.filter((name) => wanted.includes(name));
}

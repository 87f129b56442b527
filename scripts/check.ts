// `npm run check`: what `npm test` runs, without the browser.
import { checkCodes, runCommand } from "./run-command";
import { runStages, stageNames } from "./stages";

await runCommand(
  (stop, cleanUps) =>
    runStages(
      stageNames.filter((name) => name !== "browser"),
      stop,
      cleanUps,
    ),
  checkCodes,
);

// `npm run test:faults`: refuses events in every way, kills writers of the log and stops its database, kills
// the app at each moment of a rotation, and lets two processes work on one rotation, twenty times each.
// `npm test` does each once.
import { checkCodes, runCommand } from "./run-command";
import { runStages } from "./stages";

await runCommand(
  (stop, cleanUps) => runStages(["log-faults", "build", "rotation-faults"], stop, cleanUps),
  checkCodes,
);

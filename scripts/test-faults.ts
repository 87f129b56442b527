// `npm run test:faults`: kills the app at each moment of a rotation, twenty times each, and lets two
// processes work on one rotation as often. `npm test` does each once.
import { checkCodes, runCommand } from "./run-command";
import { runStages } from "./stages";

await runCommand((stop, cleanUps) => runStages(["build", "faults"], stop, cleanUps), checkCodes);

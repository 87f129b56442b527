// `npm run docs:errors`: writes docs/errors.md anew from the tables of lib/adobe and lib/diagnosis.
import { writeFileSync } from "node:fs";
import { writeErrorsDoc } from "./errors-doc";

writeFileSync(new URL("../docs/errors.md", import.meta.url), writeErrorsDoc());
console.log("docs/errors.md is written.");

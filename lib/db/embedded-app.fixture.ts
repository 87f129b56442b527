/**
 * An app that does nothing but keep a database, for tests that kill it: it prints where as one JSON
 * line, or why not. On SIGINT it asks the database whether it still answers, stops it and ends.
 */

import pg from "pg";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded";

const home = process.argv[2] ?? "";
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

let server: EmbeddedPostgres;
try {
  server = await startEmbeddedPostgres({ home, log: () => undefined, isDurable: false });
} catch (thrown) {
  say({ failure: String(thrown) });
  process.exit(1);
}
process.once("SIGINT", async () => {
  const client = new pg.Client(server.appUrl);
  await client.connect();
  const answer = await client.query("SELECT 'still there' AS said");
  await client.end();
  await server.stop();
  say(answer.rows[0]);
  process.exit(0);
});
say({ folder: server.folder });
// The signal's handler alone does not keep a process running.
setInterval(() => undefined, 60_000);

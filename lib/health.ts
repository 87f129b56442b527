import { getDb } from "@/lib/db/client";
import { describeThrown, writeLog } from "./log";

/** Whether this instance can do its work: the database answers. */
export async function isHealthy(): Promise<boolean> {
  try {
    await getDb().$queryRaw`SELECT 1`;
    return true;
  } catch (thrown) {
    writeLog("health.database_down", describeThrown(thrown));
    return false;
  }
}

import { isHealthy } from "@/lib/health";

export const dynamic = "force-dynamic";

/** For start scripts and load balancers: 200 when the app can work, else 503. Says nothing more. */
export async function GET(): Promise<Response> {
  const healthy = await isHealthy();
  const headers = { "Cache-Control": "private, no-store" };
  return Response.json({ status: healthy ? "ok" : "unavailable" }, { status: healthy ? 200 : 503, headers });
}

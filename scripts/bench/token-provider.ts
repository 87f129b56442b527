import { createTokenProvider, type TokenProvider } from "@/lib/tokens/token-provider";
import { enter, type RoundPlan, spreadOf, takeTurns, timeMs } from "./measure";
import { newSandboxClient, type SandboxClient } from "./sandbox-client";
import type { Stage } from "./stage";
import type { Row } from "./table";
import { fetchToken } from "./token-tests";

interface TokenProviderPlan {
  readonly cached: RoundPlan & { readonly callsPerRound: number };
  readonly crowd: RoundPlan & { readonly callers: number };
}

/** What `getToken()` costs once there is a token, and what it costs when everybody comes at once. */
export async function measureTokenProvider(
  stage: Stage,
  plan: TokenProviderPlan,
  stop: AbortSignal,
): Promise<readonly Row[]> {
  const client = await newSandboxClient(stage.control);
  return [await measureCached(client, plan.cached, stop), ...(await measureCrowd(stage, plan.crowd, stop))];
}

async function measureCached(
  client: SandboxClient,
  plan: TokenProviderPlan["cached"],
  stop: AbortSignal,
): Promise<Row> {
  const { callsPerRound } = plan;
  const provider = newProvider(client);
  const kept = Promise.resolve(await provider.getToken());
  const nanosecondsPerCall = (elapsedMs: number) => (elapsedMs * 1_000_000) / callsPerRound;
  const cached = enter(async () => {
    const elapsedMs = await timeMs(async () => {
      for (let call = 0; call < callsPerRound; call += 1) await provider.getToken();
    });
    return nanosecondsPerCall(elapsedMs);
  });
  const variable = enter(async () => {
    const elapsedMs = await timeMs(async () => {
      for (let call = 0; call < callsPerRound; call += 1) await kept;
    });
    return nanosecondsPerCall(elapsedMs);
  });
  await takeTurns([cached, variable], plan, stop);
  return {
    what: "getToken(), token cached",
    unit: "ns",
    ours: spreadOf(cached.figures, "lower"),
    reference: "await of a promise kept in a variable",
    theirs: spreadOf(variable.figures, "lower"),
    aim: { of: "median", bound: 2_000, better: "lower" },
  };
}

/** Every round begins without a token. The sandbox counts what reaches it. */
async function measureCrowd(
  { control, sandboxUrl }: Stage,
  plan: TokenProviderPlan["crowd"],
  stop: AbortSignal,
): Promise<readonly Row[]> {
  const { callers } = plan;
  const client = await newSandboxClient(control);
  const countRequests = async (act: () => Promise<unknown>): Promise<number> => {
    await control.clearRequests();
    await act();
    return (await control.requests(client.clientId)).counts[client.clientId] ?? 0;
  };
  const callAtOnce = (call: () => Promise<unknown>) => Promise.all(Array.from({ length: callers }, call));

  const durationsMs: number[] = [];
  const shared = enter(() => {
    const { getToken } = newProvider(client);
    return countRequests(async () => {
      durationsMs.push(await timeMs(() => callAtOnce(getToken)));
    });
  });
  const bare = enter(() => timeMs(() => fetchToken(sandboxUrl, client)));
  await takeTurns([shared, bare], plan, stop);
  const { authenticate } = newProvider(client);
  const requestsApart = await countRequests(() => callAtOnce(authenticate));

  const crowd = `${callers.toLocaleString("en-US")} callers of getToken() at once`;
  return [
    {
      what: `${crowd}, requests`,
      unit: "requests",
      ours: spreadOf(shared.figures, "lower"),
      reference: "as many callers of authenticate()",
      theirs: spreadOf([requestsApart], "lower"),
      aim: { of: "median", bound: 1, better: "lower" },
    },
    {
      what: `${crowd}, until all have it`,
      unit: "ms",
      ours: spreadOf(durationsMs.slice(plan.warmUpRounds), "lower"),
      reference: "one bare fetch",
      theirs: spreadOf(bare.figures, "lower"),
    },
  ];
}

function newProvider({ clientId, clientSecret, scopes }: SandboxClient): TokenProvider {
  return createTokenProvider(
    { environment: "sandbox", clientId, clientSecret, scopes },
    { autoRefresh: true },
  );
}

import { z } from "zod";
import type { AdobeFailure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { findAdobeHost } from "./adobe-host";
import { type CircuitBreaker, createCircuitBreaker } from "./circuit-breaker";
import { type ConsoleAct, type ConsoleCallParts, openConsoleCall } from "./console-call";
import { adobeHttpLimits, createHttpClient, type HttpAnswer } from "./http-client";
import { readGranted } from "./read-console-answer";
import { retry, type TryFailure } from "./retry";
import { systemTiming, type Timing } from "./timing";

/** A product profile that is attached to a credential. */
interface AttachedProfile {
  /** Adobe's id. */
  readonly profileId: string;
  readonly profile: string;
  /** The API that it belongs to, by code and name; null and empty where the answer does not tell. */
  readonly sdkCode: string | null;
  readonly product: string;
}

export interface Integration {
  readonly profiles: readonly AttachedProfile[];
  readonly tries: number;
  readonly durationMs: number;
}

type ReadIntegration = (act: ConsoleAct) => Promise<Result<Integration, AdobeFailure>>;

interface IntegrationParts extends ConsoleCallParts {
  readonly breaker: CircuitBreaker;
  readonly timing: Timing;
}

const id = z.union([z.string(), z.number().transform(String)]).pipe(z.string().regex(/^[\w-]{1,50}$/));
const name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !/[\p{Cc}\p{Bidi_Control}]/u.test(text) && text.isWellFormed());

const integrationSchema = z.object({
  apikey: z.string().nullish(),
  serviceProperties: z
    .array(
      z.object({
        sdkCode: z.string().regex(/^[\w.-]{1,100}$/),
        name,
        licenseConfigs: z
          .array(z.object({ id, name, productId: z.string().max(100).nullish() }))
          .max(1_000)
          .nullish(),
      }),
    )
    .max(200),
});

type Service = z.infer<typeof integrationSchema>["serviceProperties"][number];

/** Puts the call together from its parts, so that tests can bring their own time and servers. */
export function createReadIntegration(parts: IntegrationParts): ReadIntegration {
  return async (act) => {
    const call = openConsoleCall(act, parts);
    if (!call.ok) return call;
    return parts.breaker.run(call.value.origin, async () => {
      const done = await retry(
        async (context) => {
          const at = parts.timing.clock.now();
          const answer = await call.value.send({ method: "GET", about: "integration" }, context);
          return answer.ok ? readProfiles(answer.value, act, at) : answer;
        },
        parts.timing,
        act.signal,
      );
      if (!done.ok) return done;
      const { value, tries, durationMs } = done.value;
      return succeed({ profiles: value, tries, durationMs });
    });
  };
}

function readProfiles(
  answer: HttpAnswer,
  { accessToken, clientId }: ConsoleAct,
  at: Date,
): Result<readonly AttachedProfile[], TryFailure> {
  const members = readGranted(answer, "list", { accessToken, at });
  if (!members.ok) return members;
  const read = integrationSchema.safeParse(members.value);
  const isOther = read.data?.apikey != null && read.data.apikey !== clientId;
  const repeats = answer.body.ok && answer.body.value.includes(accessToken.reveal());
  if (!read.success || isOther || repeats) return fail({ code: "answer_malformed", status: answer.status });
  return succeed(gatherProfiles(read.data.serviceProperties));
}

/**
 * Each profile once. Adobe's own client notes that the profiles of all APIs can stand under each of them: so
 * one that stands under several belongs to the one among them that lists a single product, and where there
 * is none such it is not told.
 */
function gatherProfiles(services: readonly Service[]): readonly AttachedProfile[] {
  const found = new Map<string, { readonly profile: string; readonly services: Service[] }>();
  for (const service of services) {
    for (const config of service.licenseConfigs ?? []) {
      const known = found.get(config.id);
      if (known === undefined) found.set(config.id, { profile: config.name, services: [service] });
      else known.services.push(service);
    }
  }
  return [...found].map(([profileId, { profile, services: listed }]) => {
    const narrow = listed.filter(listsOneProduct);
    const candidates = listed.length === 1 ? listed : narrow;
    const [service] = candidates;
    return candidates.length === 1 && service !== undefined
      ? { profileId, profile, sdkCode: service.sdkCode, product: service.name }
      : { profileId, profile, sdkCode: null, product: "" };
  });
}

function listsOneProduct({ licenseConfigs }: Service): boolean {
  return new Set((licenseConfigs ?? []).map(({ productId }) => productId ?? "")).size === 1;
}

/** An organization with many profiles, listed under each of its APIs, fills more than other answers do. */
const maxBodyBytes = 512 * 1024;

/**
 * Reads what the Console knows of a credential (`GET …/integrations/{id}`), in up to three tries. Adobe
 * documents the call for its own tools: a customer's token may be refused.
 */
export const readIntegration: ReadIntegration = createReadIntegration({
  findHost: findAdobeHost,
  http: createHttpClient({ ...adobeHttpLimits, maxBodyBytes }),
  breaker: createCircuitBreaker(systemTiming.elapsedMs),
  timing: systemTiming,
});

import type { NextRequest } from "next/server";
import { systemClock } from "@/lib/clock";
import { getEnv } from "@/lib/env";
import { describeThrown, writeLog } from "@/lib/log";
import { isOwnOrigin } from "./is-own-origin";
import { type AuthDoors, type AuthRouteContext, answerAuthRequest } from "./next-auth";
import { recordMergedEvent } from "./record-merged-event";
import { getRequestContext, type RequestContext } from "./request";
import { findSessionViewer } from "./sessions";
import { signIn } from "./sign-in";
import { signOut } from "./sign-out";

/** What of next-auth is open. Its `_log`, which writes what a client sends, is not. */
const openTo = {
  GET: ["csrf", "error", "providers", "session", "signin", "signout"],
  POST: ["callback", "session", "signout"],
};

/** One request to `/api/auth/…`. Nothing it answers may be kept by a cache. */
export async function answerAuthRoute(request: NextRequest, context: AuthRouteContext): Promise<Response> {
  const answer = await findAnswer(request, context);
  answer.headers.set("Cache-Control", "private, no-store");
  return answer;
}

async function findAnswer(request: NextRequest, context: AuthRouteContext): Promise<Response> {
  const { nextauth } = await context.params;
  const isRead = request.method === "GET";
  if (!openTo[isRead ? "GET" : "POST"].includes(nextauth[0] ?? "")) {
    return new Response(null, { status: 404 });
  }
  const asking = await getRequestContext();
  if (!isRead && !isFromOwnPage(request)) {
    const denied = {
      action: "access.denied",
      chain: "instance",
      userId: null,
      reason: "foreign_origin",
    } as const;
    await recordMergedEvent({ ...denied, attempted: `auth.${nextauth[0]}` }, asking, systemClock.now());
    return new Response("This request did not come from Latchkey's own pages.\n", { status: 403 });
  }
  return answerAuthRequest(request, context, openDoors(asking));
}

function isFromOwnPage({ headers }: NextRequest): boolean {
  const sent = { originHeader: headers.get("origin"), fetchSite: headers.get("sec-fetch-site") };
  return isOwnOrigin(sent, getEnv().appOrigin);
}

function openDoors(request: RequestContext): AuthDoors {
  return {
    async signIn(email, password) {
      try {
        const session = await signIn(request, { email, password }, systemClock.now());
        return session.ok ? session.value : null;
      } catch (thrown) {
        writeLog("sign_in.thrown", { requestId: request.requestId, ...describeThrown(thrown) });
        return null;
      }
    },
    findPerson: (sid) => findSessionViewer(sid, systemClock.now()),
    signOut: (sid) => signOut({ ...request, sid }, systemClock.now()),
  };
}

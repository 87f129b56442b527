import type { NextRequest } from "next/server";
import { answerAuthRoute } from "@/lib/auth/auth-route";

interface Context {
  readonly params: Promise<{ nextauth: string[] }>;
}

export const GET = (request: NextRequest, context: Context) => answerAuthRoute(request, context);
export const POST = (request: NextRequest, context: Context) => answerAuthRoute(request, context);

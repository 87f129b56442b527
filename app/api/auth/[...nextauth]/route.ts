import { answerAuthRoute } from "@/lib/auth/auth-route";

export const GET = answerAuthRoute;
export const POST = answerAuthRoute;

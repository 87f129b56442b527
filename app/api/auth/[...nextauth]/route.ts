import { answerAuthRoute } from "@/lib/auth/answer-auth-route";

export const GET = answerAuthRoute;
export const POST = answerAuthRoute;

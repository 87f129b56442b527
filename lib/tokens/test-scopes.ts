import { z } from "zod";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { without } from "@/lib/scopes/compare-scopes";
import { scopeField } from "@/lib/scopes/scope-field";
import { maxScopes } from "@/lib/scopes/tidy-scopes";
import { prepareTestSubject } from "./prepare-test-subject";
import { askForToken } from "./test-token";
import type { TokenTestResult } from "./token-test-result";

/** A form's field is read once, so every tick box has a name of its own. */
const scopeFields = Object.fromEntries(
  Array.from({ length: maxScopes }, (_, index) => [scopeField(index), z.string().optional()] as const),
);

export const testScopesInput = z.strictObject({ credentialId: credentialIdInput, ...scopeFields });

/**
 * Asks for a token with some of a credential's scopes. It is recorded as a test, and says nothing of the
 * credential's health, of what is granted to it or of its drift.
 */
export async function testScopes(
  context: ActContext,
  { credentialId, ...ticked }: z.infer<typeof testScopesInput>,
): Promise<Result<TokenTestResult, Failure>> {
  const scopes = [...new Set(Object.values(ticked).filter((scope) => typeof scope === "string"))];
  if (scopes.length === 0) {
    return fail({ kind: "invalid_input", fields: { scopes: "Tick at least one scope." } });
  }
  const subject = await prepareTestSubject(context.viewer.organizationId, credentialId);
  if (!subject.ok) return subject;
  if (subject.value.assertion !== null) {
    return fail({
      kind: "conflict",
      message: "A JWT credential asks by metascopes, all of them at once, so there are no scopes to choose.",
    });
  }
  if (without(scopes, subject.value.scopes).length > 0) {
    return fail({
      kind: "conflict",
      message: "The scopes of the credential were changed since this page was drawn. They are shown now.",
    });
  }
  const asked = await askForToken(context, { ...subject.value, scopes, isAside: true });
  return asked.ok ? succeed(asked.value.result) : asked;
}

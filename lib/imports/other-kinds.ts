import type { OtherKind } from "@/lib/imports/formats/found";

const explanations: Readonly<Record<OtherKind, string>> = {
  jwt: "This is a Service Account (JWT) credential, which an import does not take in, because its private key is not in any download. Register it by hand.",
  api_key: "This is an API key. It asks for no token, so there is nothing to keep here.",
  oauth_user:
    "This is an OAuth credential for people who sign in. Latchkey keeps OAuth Server-to-Server credentials.",
  other_grant:
    "This request asks for a token in the name of a person. Latchkey keeps OAuth Server-to-Server credentials.",
  unknown_kind:
    "This is another kind of credential. Latchkey keeps OAuth Server-to-Server credentials: open one and use its Download JSON.",
  unreadable: "This entry is not as Adobe writes it. Download the file again.",
};

/** Why a credential of this kind is not taken in, and what to do instead. */
export function explainOtherKind(kind: OtherKind): string {
  return explanations[kind];
}

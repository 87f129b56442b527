/** How a member is read. `text` is what everything else is read as too. */
type Reading = "text" | "scopes" | "moment" | "span";

export interface KnownMember {
  /** A sentence without its end. */
  readonly meaning: string;
  readonly reading: Reading;
  /** The unit that the member's own rules ask for, where it is a time. */
  readonly unit?: "milliseconds" | "seconds";
}

const text = (meaning: string): KnownMember => ({ meaning, reading: "text" });

/** RFC 7515 §4.1; `itt` is Adobe's own. */
export const headerMembers: ReadonlyMap<string, KnownMember> = new Map([
  ["alg", text("How it is signed")],
  ["kid", text("The key with which Adobe signed it")],
  ["x5u", text("Where that key's certificate is; nobody follows it here")],
  ["itt", text("Adobe's short word for the kind of token: at is an access token")],
  ["typ", text("What the whole is, mostly JWT")],
]);

const ofSignIn = "Belongs to the sign-in of a person";
const unexplained = "Adobe uses it and does not say what for";

/** Adobe's claims as its libraries and tests name them; those of other tokens by RFC 7519 §4.1. */
export const claimMembers: ReadonlyMap<string, KnownMember> = new Map<string, KnownMember>([
  ["client_id", text("The credential that it was issued to")],
  ["user_id", text("Who acts with it: the technical account")],
  ["as", text("The Adobe environment that issued it")],
  ["scope", { meaning: "What it was granted", reading: "scopes" }],
  [
    "created_at",
    { meaning: "When it was issued, in milliseconds since 1970", reading: "moment", unit: "milliseconds" },
  ],
  [
    "expires_in",
    { meaning: "How long it lives from then, in milliseconds", reading: "span", unit: "milliseconds" },
  ],
  ["type", text("What kind of token it is")],
  ["id", text("Adobe's own name of this one token")],
  ["org", text("The organization that it is for")],
  ["sid", text(ofSignIn)],
  ["state", text(ofSignIn)],
  ["rtid", text(ofSignIn)],
  ["rtea", { meaning: ofSignIn, reading: "moment", unit: "milliseconds" }],
  ["aa_id", text("The account of a person")],
  ...["c", "ctp", "fg", "moi", "oc", "pba"].map((name) => [name, text(unexplained)] as const),
  ["iss", text("Who issued it")],
  ["sub", text("Whom it is about")],
  ["aud", text("Whom it is meant for")],
  ["jti", text("The name of this one token")],
  ["exp", { meaning: "When it ends, in seconds since 1970", reading: "moment", unit: "seconds" }],
  ["nbf", { meaning: "When it begins, in seconds since 1970", reading: "moment", unit: "seconds" }],
  ["iat", { meaning: "When it was issued, in seconds since 1970", reading: "moment", unit: "seconds" }],
]);

/** A claim of the request that a JWT credential signs. */
export const metascopeClaim = /^https:\/\/ims-[a-z0-9-]+\.adobelogin\.com\/s\/[\w.]+$/;

import { Note } from "@/components/ui/note";
import { TimeText } from "@/components/ui/time-text";
import { nameServer } from "@/lib/diagnosis/name-server";
import type { TokenValidity } from "@/lib/tokens/token-validity";

const reasons: Readonly<Record<NonNullable<TokenValidity["reason"]>, string>> = {
  expired: "It has expired.",
  ended: "It was ended before its time.",
  malformed: "Its contents cannot be read there.",
  signature: "Its signature does not fit.",
  type: "It is not an access token.",
};

/** What Adobe said of the token, and when. */
export function ValidityNote({ validity }: { readonly validity: TokenValidity }) {
  const { isValid, reason, environment, answeredAt } = validity;
  const server = nameServer(environment);
  const when = (
    <>
      Asked <TimeText at={answeredAt} />.
    </>
  );
  if (isValid) {
    return (
      <Note tone="good" title={`${server} says that this token is valid`}>
        <p>{when} It does not say what the token opens.</p>
      </Note>
    );
  }
  return (
    <Note tone="bad" announce="status" title={`${server} says that this token is not valid`}>
      <p>
        {reason !== null && reasons[reason]} {when} Test the token to get a new one.
      </p>
    </Note>
  );
}

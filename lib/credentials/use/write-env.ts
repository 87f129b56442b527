import type { Snippet } from "./snippet";

/** What a system needs to ask for a token. */
export interface Deployed {
  readonly clientId: string;
  /** Or what stands in its place. */
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** `…@AdobeOrg` */
  readonly imsOrgId: string | null;
}

interface Spelling {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly prefix: string;
  readonly scopesName: string;
  readonly isJson: boolean;
}

/** The spellings that `lib/imports` reads back. */
const spellings: readonly Spelling[] = [
  {
    id: "env",
    title: ".env",
    note: "As Adobe Commerce's guide spells it. The code below reads these.",
    prefix: "IMS_",
    scopesName: "SCOPES",
    isJson: false,
  },
  {
    id: "env-app-builder",
    title: ".env of App Builder",
    note: "As the aio command line writes it. The app has to be deployed again to get them.",
    prefix: "IMS_OAUTH_S2S_",
    scopesName: "SCOPES",
    isJson: true,
  },
  {
    id: "env-aem",
    title: ".env of older AEM samples",
    note: "As Adobe's AEM guides for App Builder spell it.",
    prefix: "OAUTHS2S_",
    scopesName: "CECREDENTIALS_METASCOPES",
    isJson: false,
  },
];

/** The `.env` lines of a credential in every spelling that Adobe's own guides use. */
export function writeEnvSnippets(deployed: Deployed): readonly Snippet[] {
  return spellings.map((spelling) => ({
    id: spelling.id,
    title: spelling.title,
    note: spelling.note,
    text: writeEnv(spelling, deployed),
    holdsSecret: true,
  }));
}

function writeEnv({ prefix, scopesName, isJson }: Spelling, deployed: Deployed): string {
  const { clientId, clientSecret, scopes, imsOrgId } = deployed;
  const lines = [
    ["CLIENT_ID", clientId],
    ["CLIENT_SECRET", clientSecret],
    ...(imsOrgId === null ? [] : [["ORG_ID", imsOrgId] as const]),
    [scopesName, isJson ? JSON.stringify(scopes) : scopes.join(",")],
  ] as const;
  return lines.map(([name, value]) => `${prefix}${name}=${quote(value)}`).join("\n");
}

/** Bare where every reader of such files takes it as it is, else in quotes that it does not hold. */
function quote(value: string): string {
  if (/^[\w.@:,/+-]*$/.test(value)) return value;
  const mark = ["'", '"', "`"].find((each) => !value.includes(each)) ?? "'";
  return `${mark}${value}${mark}`;
}

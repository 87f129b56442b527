const assignment = /^\s*(?:export\s+|set\s+)?([A-Za-z_$][\w$.-]*)\s*=\s*(.*)$/;

const maxNameLength = 200;

/** The variables of `.env` text. Of a name that comes twice the last counts, as it does for whoever loads the file. */
export function parseEnv(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = assignment.exec(line) ?? [];
    if (name === undefined || value === undefined || name.length > maxNameLength) continue;
    variables.set(name, unquote(value.trim()));
  }
  return variables;
}

/** Quoted values end at their quote; bare ones end at a ` #` comment. */
function unquote(value: string): string {
  const quoted = /^(["'`])(.*?)\1\s*(?:#.*)?$/.exec(value)?.[2];
  return quoted ?? cutComment(value).trim();
}

function cutComment(value: string): string {
  for (let at = value.indexOf("#"); at !== -1; at = value.indexOf("#", at + 1)) {
    if (/\s/.test(value[at - 1] ?? "")) return value.slice(0, at);
  }
  return value;
}

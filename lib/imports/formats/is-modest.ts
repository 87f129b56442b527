const maxDepth = 20;
const maxMembers = 200_000;

/** Whether JSON is no deeper and no larger than a download can be. Walks without recursion, so that depth cannot exhaust the stack. */
export function isModest(json: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value: json, depth: 0 }];
  let members = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (value === null || typeof value !== "object") continue;
    const inner: unknown[] = Object.values(value);
    members += inner.length;
    if (depth >= maxDepth || members > maxMembers) return false;
    for (const item of inner) open.push({ value: item, depth: depth + 1 });
  }
  return true;
}

/** Whether an id `group/k` belongs to one of the groups. */
export function groupOf(groups: readonly string[]): (id: string) => boolean {
  const named = new Set(groups);
  return (id) => named.has(id.slice(0, id.lastIndexOf("/")));
}

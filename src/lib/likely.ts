/** `; did you mean "…"?` when one of the names is a slip of the pen away, else nothing. */
export function likely(name: string, names: readonly string[]): string {
  const near = names.find((other) => Math.abs(other.length - name.length) <= 2 && distance(name, other) <= 2);
  return near ? `; did you mean "${near}"?` : "";
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

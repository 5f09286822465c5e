import type { Transaction } from 'kysely';
import type { Tables } from '../storage/tables.ts';

/** Takes the reservations of these calls back from their counters; what was settled before is not touched. */
export async function giveBack(transaction: Transaction<Tables>, callIds: string[]): Promise<void> {
  if (callIds.length === 0) return;
  const rows = await transaction
    .deleteFrom('usage_reservation')
    .where('call_id', 'in', callIds)
    .returning(['limit_id', 'window_key', 'amount'])
    .execute();
  const sums = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    const key = `${row.limit_id}\n${row.window_key}`;
    sums.set(key, { ...row, amount: (sums.get(key)?.amount ?? 0) + row.amount });
  }
  for (const [, row] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
    await transaction
      .updateTable('usage_counter')
      .set((e) => ({ used: e('used', '-', row.amount) }))
      .where('limit_id', '=', row.limit_id)
      .where('window_key', '=', row.window_key)
      .execute();
}

// The record of every call and change: before all features that write it.
import { startActivity } from '../activity/start-activity.ts';
import type { House } from './house.ts';

export async function joinActivity(house: House) {
  const activity = await startActivity(house);
  house.endings.push(() => activity.close());
  house.routes.push(...activity.routes);
  return { activity };
}

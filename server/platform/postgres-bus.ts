// The bus of several replicas: what one publishes reaches the pages of all, by PostgreSQL's LISTEN and NOTIFY.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { LiveEvent } from '#shared/contract/events.ts';
import { type Bus, createBus } from './bus.ts';
import type { Log } from './log.ts';

const channel = 'causeway_bus';
const againMilliseconds = 500;

interface Message {
  from: string;
  personId: string;
  event: LiveEvent | { invalidate: { topic: string; id: string } };
}

export interface PostgresBus extends Bus {
  close(): Promise<void>;
}

/**
 * Opens a connection of its own that listens; when it is lost it is opened again every half second, and everything
 * anybody keeps is then told to be stale (`id` `*`), since messages may have been missed. Publishing never throws.
 */
export async function createPostgresBus(deps: { url: string; log: Log }): Promise<PostgresBus> {
  const here = createBus();
  const self = randomBytes(8).toString('hex');
  const sender = new pg.Pool({ connectionString: deps.url, max: 1 });
  sender.on('error', () => {});
  let listener: pg.Client | undefined;
  let closed = false;
  let again: NodeJS.Timeout | undefined;

  const receive = (payload: string | undefined): void => {
    const message = JSON.parse(payload ?? '{}') as Message;
    if (message.from === self) return;
    if ('invalidate' in message.event)
      here.invalidate(message.event.invalidate.topic, message.event.invalidate.id);
    else here.publish(message.personId, message.event);
  };
  const listen = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: deps.url, keepAlive: true });
    const lost = (): void => {
      if (listener !== client || closed) return;
      listener = undefined;
      deps.log.warn('the bus between replicas is cut; connecting again');
      retry();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', (notification) => receive(notification.payload));
    await client.connect();
    await client.query(`listen ${channel}`);
    listener = client;
  };
  const retry = (): void => {
    again = setTimeout(() => {
      listen().then(() => here.invalidate('*', '*'), retry);
    }, againMilliseconds);
    again.unref();
  };
  const tell = (message: Omit<Message, 'from'>): void => {
    sender
      .query('select pg_notify($1, $2)', [channel, JSON.stringify({ ...message, from: self })])
      .catch((error: unknown) => deps.log.warn('other replicas were not told of a change', { error }));
  };

  await listen();
  return {
    publish(personId, event) {
      here.publish(personId, event);
      tell({ personId, event });
    },
    subscribe: here.subscribe,
    listenerCount: here.listenerCount,
    invalidate(topic, id) {
      here.invalidate(topic, id);
      tell({ personId: '', event: { invalidate: { topic, id } } });
    },
    onInvalidate: here.onInvalidate,
    async close() {
      closed = true;
      clearTimeout(again);
      await listener?.end().catch(() => {});
      await sender.end();
    },
  };
}

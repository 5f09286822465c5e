import { expect, test } from 'vitest';
import { bestFits } from './ranking.ts';

const found = (id: string, name: string, server: string, score: number) => ({ id, name, server, score });

test('a tool whose whole name is asked for comes before one that says more of the words', () => {
  const recent = found('recent', 'superset activity get recent', 'dashboards', 5);
  const weather = found('weather', 'get weather', 'forecasts', 4.5);
  expect(bestFits(['recent', 'weather', 'history'], [recent, weather], new Map())).toEqual([
    'weather',
    'recent',
  ]);
});

test('of equal tools the one of the connector about the subject comes first', () => {
  const tools = [found('a', 'search', 'films', 1), found('b', 'search', 'ships', 1)];
  expect(
    bestFits(
      ['search', 'ships'],
      tools,
      new Map([
        ['ships', 3],
        ['films', 0.5],
      ]),
    ),
  ).toEqual(['b', 'a']);
});

test('full text alone decides when nothing else is known, and nothing found is nothing', () => {
  expect(bestFits(['x'], [found('low', '', 's', 1), found('high', '', 's', 2)], new Map())).toEqual([
    'high',
    'low',
  ]);
  expect(bestFits(['x'], [], new Map())).toEqual([]);
});

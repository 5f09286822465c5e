// What the harbour holds at every start.

export interface Ship {
  /** Seven digits, the last one a check digit. */
  imo: string;
  name: string;
  type: 'cargo' | 'ferry' | 'tanker' | 'fishing' | 'sailing';
  flag: string;
  lengthMetres: number;
  draughtMetres: number;
}

export interface Berth {
  id: string;
  quay: string;
  lengthMetres: number;
  depthMetres: number;
}

/** The check digit of an IMO ship number: the six digits times 7 to 2, summed, last digit. */
export function imoNumber(sixDigits: number): string {
  const digits = String(sixDigits).padStart(6, '0');
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (7 - index), 0);
  return `${digits}${sum % 10}`;
}

const ships: [number, string, Ship['type'], string, number, number][] = [
  [907472, 'Northern Lark', 'cargo', 'NO', 138, 7.9],
  [921350, 'Amber Coast', 'ferry', 'DE', 112, 5.2],
  [934411, 'Sea Thistle', 'fishing', 'GB', 28, 3.6],
  [940027, 'Grey Heron', 'tanker', 'NL', 183, 10.8],
  [951186, 'Windrush', 'sailing', 'FR', 46, 4.1],
  [962703, 'Polar Finch', 'cargo', 'SE', 96, 6.4],
  [973358, 'Lady of Arran', 'ferry', 'GB', 84, 4.4],
  [980914, 'Copper Kettle', 'fishing', 'IS', 34, 4.0],
  [905523, 'Morning Tide', 'cargo', 'DK', 120, 7.1],
  [918890, 'Blue Marten', 'tanker', 'FI', 144, 8.7],
  [929965, 'Kittiwake', 'sailing', 'IE', 22, 2.8],
  [946038, 'Storm Petrel', 'fishing', 'NO', 41, 4.5],
];

export function seedShips(): Ship[] {
  return ships.map(([number, name, type, flag, lengthMetres, draughtMetres]) => ({
    imo: imoNumber(number),
    name,
    type,
    flag,
    lengthMetres,
    draughtMetres,
  }));
}

export function seedBerths(): Berth[] {
  return [
    { id: 'A1', quay: 'North quay', lengthMetres: 200, depthMetres: 12 },
    { id: 'A2', quay: 'North quay', lengthMetres: 150, depthMetres: 9 },
    { id: 'B1', quay: 'Ferry pier', lengthMetres: 130, depthMetres: 6.5 },
    { id: 'B2', quay: 'Ferry pier', lengthMetres: 90, depthMetres: 6 },
    { id: 'C1', quay: 'Fish dock', lengthMetres: 45, depthMetres: 5 },
    { id: 'C2', quay: 'Fish dock', lengthMetres: 40, depthMetres: 5 },
    { id: 'D1', quay: 'Marina', lengthMetres: 50, depthMetres: 4.5 },
  ];
}

export function seedNotices(): { id: string; at: string; text: string }[] {
  return [
    { id: 'N-1', at: '2026-03-01T06:00:00.000Z', text: 'The lock at the fish dock is closed on Mondays.' },
    { id: 'N-2', at: '2026-03-02T06:00:00.000Z', text: 'Speed in the outer basin: 5 knots at most.' },
  ];
}

export interface Tide {
  /** RFC 3339, UTC. */
  at: string;
  kind: 'high' | 'low';
  heightMetres: number;
}

/** High and low water of one calendar day: a plain lunar model, the same numbers for the same day. */
export function tidesOf(date: string): Tide[] {
  const dayStart = Date.parse(`${date}T00:00:00Z`);
  const halfLunarDay = 12.4206 * 3_600_000;
  const quarter = halfLunarDay / 2;
  const spring = Math.cos((2 * Math.PI * (dayStart / 86_400_000)) / 14.765);
  const tides: Tide[] = [];
  for (let turn = Math.ceil(dayStart / quarter); turn * quarter < dayStart + 86_400_000; turn++) {
    const high = turn % 2 === 0;
    const height = high ? 4.2 + 0.7 * spring : 1.1 - 0.5 * spring;
    tides.push({
      at: new Date(turn * quarter).toISOString(),
      kind: high ? 'high' : 'low',
      heightMetres: Math.round(height * 100) / 100,
    });
  }
  return tides;
}

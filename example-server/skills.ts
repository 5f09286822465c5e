// One skill, by the Skills extension: how to berth a ship with the tools of this server.
import {
  memorySkillFiles,
  type SkillCatalog,
  SkillsExtension,
} from '@modelcontextprotocol/server/ext/skills';

const berthingSkill = `---
name: berth-a-ship
description: Find a fitting berth for a ship, check the tide, and book it.
---

# Berth a ship

1. Find the ship with \`list_ships\`; note length and draught.
2. \`list_berths\`: keep berths that are longer than the ship and deeper than its draught.
3. \`tide_table\` for the day of arrival: a deep ship arrives at high water.
4. Ask before \`book_berth\`. Read references/quays.md for the habits of each quay.
`;

const quays = `# Quays

- North quay: cargo and tankers.
- Ferry pier: ferries only between 06:00 and 22:00.
- Fish dock: closed on Mondays.
- Marina: sailing ships.
`;

/** The skills of the harbour office, read once. */
export function loadSkills(): Promise<SkillCatalog> {
  return SkillsExtension.load(
    memorySkillFiles({
      'berth-a-ship/SKILL.md': berthingSkill,
      'berth-a-ship/references/quays.md': quays,
    }),
  );
}

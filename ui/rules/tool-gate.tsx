// What the gate knows of one tool, in the panel of the tool: rules, limits, and what would happen.
import { useQuery } from '@tanstack/react-query';
import type { Tool } from '#shared/contract/catalogue.ts';
import { Disclosure } from '../components/disclosure.tsx';
import { plural } from '../components/format.ts';
import { limitsQuery, permissionsQuery } from '../gate/queries.ts';
import { LimitList } from '../limits/limit-list.tsx';
import { RuleList } from './rule-list.tsx';
import { numericPaths } from './schema-paths.ts';
import { Simulator } from './simulator.tsx';

interface ToolGateProps {
  connectorId: string;
  projectId: string;
  tool: Tool;
  /** The rule that a link leads to. */
  shownRule?: string | undefined;
}

export function ToolGate({ connectorId, projectId, tool, shownRule }: ToolGateProps) {
  const { data: permissions } = useQuery(permissionsQuery(connectorId));
  const { data: limits = [] } = useQuery(limitsQuery({ connectorId }));
  const rules = permissions?.rules.filter((rule) => rule.tool === tool.name) ?? [];
  const own = limits.filter((limit) => limit.scope !== 'tool' || limit.tool === tool.name);
  return (
    <div>
      <Disclosure
        key={shownRule}
        title="Argument rules"
        aside={rules.length === 0 ? 'none' : plural(rules.length, 'rule')}
        startsOpen={shownRule !== undefined}
      >
        <RuleList connectorId={connectorId} tool={tool} rules={rules} shown={shownRule} />
      </Disclosure>
      <Disclosure title="Usage limits" aside={own.length === 0 ? 'none' : plural(own.length, 'limit')}>
        <LimitList
          limits={own}
          target={{ connectorId, projectId, tool: tool.name }}
          scopes={['tool', 'connector', 'project', 'person']}
          amounts={numericPaths(tool.inputSchema)}
        />
      </Disclosure>
      <Disclosure title="What would happen if…">
        <Simulator connectorId={connectorId} tool={tool} />
      </Disclosure>
    </div>
  );
}

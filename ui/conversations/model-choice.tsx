// Which model answers, or none: by hand.
import { useQuery } from '@tanstack/react-query';
import type { ModelChoice } from '#shared/contract/models.ts';
import { Select } from '../components/field.tsx';
import { modelsQuery } from '../models/queries.ts';

interface ModelSelectProps {
  value: ModelChoice | undefined;
  onChange: (choice: ModelChoice | null) => void;
  disabled: boolean;
}

const keyOfChoice = (choice: ModelChoice): string => JSON.stringify([choice.providerId, choice.modelId]);

export function ModelSelect({ value, onChange, disabled }: ModelSelectProps) {
  const { data } = useQuery(modelsQuery);
  const providers = data?.providers ?? [];
  const isListed = providers.some(
    (provider) =>
      provider.id === value?.providerId && provider.models.some((model) => model.id === value.modelId),
  );
  return (
    <Select
      aria-label="Model"
      disabled={disabled}
      value={value === undefined ? '' : keyOfChoice(value)}
      onChange={({ target }) => {
        if (target.value === '') {
          onChange(null);
          return;
        }
        const [providerId = '', modelId = ''] = JSON.parse(target.value) as string[];
        onChange({ providerId, modelId });
      }}
      className="w-auto max-w-48 border-transparent text-sm"
    >
      <option value="">By hand, no model</option>
      {value !== undefined && !isListed && <option value={keyOfChoice(value)}>{value.modelId}</option>}
      {providers.map((provider) => (
        <optgroup key={provider.id} label={provider.name}>
          {provider.models.map((model) => (
            <option key={model.id} value={keyOfChoice({ providerId: provider.id, modelId: model.id })}>
              {model.name}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}

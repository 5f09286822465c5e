// *Always allow*, *Needs approval* or *Blocked*, for a tool or a group of tools.
import { Ban, Check, Hand } from 'lucide-react';
import type { Permission } from '#shared/contract/catalogue.ts';
import { type Segment, Segmented } from '../components/segmented.tsx';
import { permissionWords } from './words.ts';

const segments: Segment<Permission>[] = [
  { value: 'allow', label: permissionWords.allow, icon: <Check aria-hidden />, tone: 'ok' },
  { value: 'ask', label: permissionWords.ask, icon: <Hand aria-hidden /> },
  { value: 'block', label: permissionWords.block, icon: <Ban aria-hidden />, tone: 'bad' },
];

interface PermissionChoiceProps {
  /** What it is about: *Permission of list_issues*. */
  label: string;
  value: Permission | undefined;
  onChange: (permission: Permission) => void;
  words?: 'always' | 'wide' | 'never';
}

export function PermissionChoice({ label, value, onChange, words = 'never' }: PermissionChoiceProps) {
  return <Segmented label={label} segments={segments} value={value} onChange={onChange} words={words} />;
}

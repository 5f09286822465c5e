// The places of the sidebar: one list, for the sidebar, the keys and the palette.
import { Activity, Cable, Inbox, type LucideIcon, MessagesSquare, Settings, Share2 } from 'lucide-react';

export interface Place {
  to: '/conversations' | '/connectors' | '/approvals' | '/activity' | '/use' | '/settings';
  label: string;
  keys: string;
  icon: LucideIcon;
}

export const conversationsPlace: Place = {
  to: '/conversations',
  label: 'Conversations',
  keys: 'g m',
  icon: MessagesSquare,
};

export const places: Place[] = [
  { to: '/connectors', label: 'Connectors', keys: 'g c', icon: Cable },
  { to: '/approvals', label: 'Approvals', keys: 'g a', icon: Inbox },
  { to: '/activity', label: 'Activity', keys: 'g l', icon: Activity },
  { to: '/use', label: 'Use in other apps', keys: 'g u', icon: Share2 },
  { to: '/settings', label: 'Settings', keys: 'g s', icon: Settings },
];

export const allPlaces: Place[] = [conversationsPlace, ...places];

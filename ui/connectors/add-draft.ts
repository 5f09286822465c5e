// What a person has typed in *Add custom connector*, besides the sign-in.
import type { Connector } from '#shared/contract/connectors.ts';

export interface AddDraft {
  name: string;
  url: string;
  transport: Connector['transport'];
  accountLabel: string;
}

// The connectors of the chosen project.
import { useQuery } from '@tanstack/react-query';
import { connectorsQuery } from '../api/queries.ts';
import { useProjects } from './chosen-project.ts';

export const useConnectors = () => useQuery(connectorsQuery(useProjects().current?.id));

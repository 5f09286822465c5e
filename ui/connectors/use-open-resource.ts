// Opens a resource of the same connector that a result points to.
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

export function useOpenResource(connectorId: string): (uri: string) => void {
  const navigate = useNavigate();
  return useCallback(
    (uri) =>
      void navigate({ to: '/connectors/$connectorId/resources', params: { connectorId }, search: { uri } }),
    [navigate, connectorId],
  );
}

// Makes, renames and removes a project. Loaded when one of them is first opened.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { Project } from '#shared/contract/projects.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { connectorsQuery, sessionQuery } from '../api/queries.ts';
import { Button } from '../components/button.tsx';
import { ConfirmDialog, Dialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Field, TextInput } from '../components/field.tsx';
import { plural } from '../components/format.ts';
import { chooseProject, useProjects } from './chosen-project.ts';

export type ProjectDialog = { kind: 'new' } | { kind: 'rename' | 'remove'; project: Project };

interface ProjectDialogsProps {
  dialog: ProjectDialog;
  onClose: () => void;
  /** After another project was chosen, or the chosen one is gone. */
  onSwitched: () => void;
}

export function ProjectDialogs({ dialog, onClose, onSwitched }: ProjectDialogsProps) {
  return dialog.kind === 'remove' ? (
    <RemoveProject project={dialog.project} onClose={onClose} onSwitched={onSwitched} />
  ) : (
    <NameProject
      project={dialog.kind === 'rename' ? dialog.project : undefined}
      onClose={onClose}
      onSwitched={onSwitched}
    />
  );
}

type Parts<D> = D & Omit<ProjectDialogsProps, 'dialog'>;

function NameProject({ project, onClose, onSwitched }: Parts<{ project: Project | undefined }>) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(project?.name ?? '');
  const save = useMutation({
    mutationFn: () =>
      project === undefined
        ? call(api.projects.create, { body: { name } })
        : call(api.projects.rename, { params: { projectId: project.id }, body: { name } }),
    onSuccess: async (answer) => {
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      onClose();
      if (project !== undefined) return;
      chooseProject(answer.project.id);
      onSwitched();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="small"
      title={project === undefined ? 'New project' : 'Rename the project'}
      description={
        project === undefined
          ? 'A project holds connectors, accounts, permissions and limits for one purpose, and has its own address for other apps.'
          : 'Its address for other apps stays as it is.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="project-name"
            tone="primary"
            busy={save.isPending}
            disabled={name.trim() === ''}
          >
            {project === undefined ? 'Create' : 'Rename'}
          </Button>
        </>
      }
    >
      <form id="project-name" onSubmit={submit} className="space-y-3">
        <Field label="Name">
          {(control) => (
            <TextInput
              {...control}
              required
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {save.error !== null && <ErrorNote error={asAppError(save.error)} />}
      </form>
    </Dialog>
  );
}

function RemoveProject({ project, onClose, onSwitched }: Parts<{ project: Project }>) {
  const queryClient = useQueryClient();
  const { all } = useProjects();
  const fallback = all.find(({ isDefault }) => isDefault);
  const remove = useMutation({
    // The pages leave it first: what they ask of a project that is gone would only fail.
    onMutate: () => chooseProject(fallback?.id ?? ''),
    mutationFn: () => call(api.projects.remove, { params: { projectId: project.id } }),
    onError: () => chooseProject(project.id),
    onSuccess: async () => {
      onClose();
      onSwitched();
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  const { data: connectors } = useQuery({ ...connectorsQuery(project.id), enabled: remove.isIdle });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Remove ${project.name}?`}
      confirm="Remove"
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p>
        {connectors === undefined ? 'Its connectors' : plural(connectors.length, 'connector')} with accounts,
        sign-ins, permissions and limits are removed, and apps that use its address lose access.
      </p>
      <p>What was recorded in Activity stays.</p>
      {remove.error !== null && <ErrorNote error={asAppError(remove.error)} />}
    </ConfirmDialog>
  );
}

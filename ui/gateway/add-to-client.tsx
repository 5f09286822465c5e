// Copy blocks and links for the common clients.
import { useState } from 'react';
import { CodeBlock } from '../components/code-block.tsx';
import { Field, Select } from '../components/field.tsx';
import { clientRecipes } from './client-recipes.ts';

export function AddToClient({ url }: { url: string }) {
  const recipes = clientRecipes(url);
  const [chosen, setChosen] = useState(recipes[0]?.value);
  const recipe = recipes.find(({ value }) => value === chosen);
  return (
    <div className="space-y-2">
      <Field label="Add it to" className="max-w-60">
        {(control) => (
          <Select {...control} value={chosen} onChange={(event) => setChosen(event.target.value)}>
            {recipes.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {recipe !== undefined && (
        <>
          <p className="text-sm text-muted text-pretty">{recipe.how}</p>
          {recipe.code !== undefined && <CodeBlock code={recipe.code} label={`what ${recipe.label} needs`} />}
          {recipe.link !== undefined && (
            <p>
              <a
                href={recipe.link.href}
                rel="noreferrer"
                {...(recipe.link.href.startsWith('https:') ? { target: '_blank' } : {})}
                className="text-sm text-accent underline underline-offset-2"
              >
                {recipe.link.label}
              </a>
            </p>
          )}
        </>
      )}
    </div>
  );
}

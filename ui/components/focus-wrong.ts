/** After the next paint, the first field of the form that is marked as wrong has the focus and is in view. */
export function focusWrong(form: HTMLElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

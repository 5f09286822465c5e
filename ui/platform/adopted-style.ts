// Stands in for `react-style-singleton`: the same three functions over constructable style sheets,
// which a strict content security policy allows, where a <style> element is refused.
import { useEffect } from 'react';

interface SharedSheet {
  add(styles: string): void;
  remove(): void;
}

/** A style sheet shared by all who add it: adopted with the first, dropped with the last. */
export function stylesheetSingleton(): SharedSheet {
  let users = 0;
  const sheet = new CSSStyleSheet();
  return {
    add(styles) {
      if (users === 0) {
        sheet.replaceSync(styles);
        document.adoptedStyleSheets.push(sheet);
      }
      users += 1;
    },
    remove() {
      users -= 1;
      if (users === 0)
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    },
  };
}

/** A hook that keeps the style while its component lives. */
export function styleHookSingleton(): (styles: string, isDynamic?: boolean) => void {
  const sheet = stylesheetSingleton();
  return (styles, isDynamic) => {
    const key = isDynamic ? styles : '';
    // biome-ignore lint/correctness/useExhaustiveDependencies: a style that is not dynamic is applied once, as in the original.
    useEffect(() => {
      sheet.add(styles);
      return () => sheet.remove();
    }, [key]);
  };
}

/** A component that keeps its style while it is mounted. */
export function styleSingleton(): (props: { styles: string; dynamic?: boolean }) => null {
  const useStyle = styleHookSingleton();
  return function Style({ styles, dynamic }) {
    useStyle(styles, dynamic);
    return null;
  };
}

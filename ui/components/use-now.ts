// The time, renewed now and then, for texts such as "5 min. ago".
import { useEffect, useState } from 'react';

/** Epoch milliseconds, renewed every `everyMilliseconds`. */
export function useNow(everyMilliseconds = 30_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMilliseconds);
    return () => clearInterval(timer);
  }, [everyMilliseconds]);
  return now;
}

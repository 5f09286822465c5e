// Opt-in: the browser tells of a new approval while this page is in the background.
import { useQuery } from '@tanstack/react-query';
import { Bell, BellOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../components/button.tsx';
import { approvalsQuery } from '../gate/queries.ts';

const key = 'causeway.approval-notices';
const isSupported = typeof Notification !== 'undefined';
const isOn = (): boolean =>
  isSupported && Notification.permission === 'granted' && localStorage.getItem(key) === 'on';

/** Mounted once in the frame. Names the tool and the connector, never arguments: a notice may show on a locked screen. */
export function BrowserNotices() {
  const { data: approvals } = useQuery(approvalsQuery(true));
  const known = useRef<Set<string>>(undefined);
  useEffect(() => {
    if (approvals === undefined) return;
    const before = known.current;
    known.current = new Set(approvals.map((approval) => approval.id));
    if (before === undefined || !document.hidden || !isOn()) return;
    for (const approval of approvals)
      if (!before.has(approval.id)) {
        const notice = new Notification('A call needs your approval', {
          body: `${approval.subject} of ${approval.connectorName}`,
          tag: approval.id,
        });
        notice.onclick = () => {
          window.focus();
          location.assign(`/approvals/${encodeURIComponent(approval.id)}`);
        };
      }
  }, [approvals]);
  return null;
}

export function NoticesSwitch() {
  const [on, setOn] = useState(isOn);
  const [isRefused, setRefused] = useState(false);
  if (!isSupported) return null;
  const change = async () => {
    if (on) {
      localStorage.setItem(key, 'off');
      setOn(false);
      return;
    }
    const granted = (await Notification.requestPermission()) === 'granted';
    setRefused(!granted);
    if (granted) localStorage.setItem(key, 'on');
    setOn(granted);
  };
  return (
    <>
      <Button
        size="small"
        aria-pressed={on}
        icon={on ? <Bell aria-hidden className="size-4" /> : <BellOff aria-hidden className="size-4" />}
        onClick={() => void change()}
      >
        {on ? 'Notifications on' : 'Notify me'}
      </Button>
      <span role="status" className={isRefused ? 'text-xs text-wait' : 'sr-only'}>
        {isRefused && 'The browser blocks notifications of this page.'}
      </span>
    </>
  );
}

import { useEffect, useRef, useState } from 'react';
import { strings } from '../../text/strings';
import type { TurnView } from './turnReducer';

const betweenMs = 1_500;

/** What a screen reader is told of the running answer: its start, whole sentences, its end. */
export function useAnnouncements(turn: TurnView | undefined, isLost: boolean): string {
  const [said, setSaid] = useState('');
  const known = useRef({ id: '', phase: '', spoken: 0, at: 0 });

  useEffect(() => {
    if (!turn) return;
    const last = known.current;
    const isOther = last.id !== turn.id;
    if (isOther) known.current = { id: turn.id, phase: turn.phase.is, spoken: turn.text.length, at: 0 };
    const words = isOther ? undefined : news(turn, last);
    known.current.phase = turn.phase.is;
    if (words) setSaid(words);
  }, [turn]);

  const wasLost = useRef(false);
  useEffect(() => {
    if (isLost === wasLost.current) return;
    wasLost.current = isLost;
    setSaid(isLost ? strings.announce.reconnecting : strings.announce.connected);
  }, [isLost]);
  return said;
}

function news(turn: TurnView, last: { phase: string; spoken: number; at: number }): string | undefined {
  if (last.phase !== turn.phase.is) {
    switch (turn.phase.is) {
      case 'waiting': return strings.announce.searching;
      case 'streaming': return strings.announce.started;
      case 'completed': return strings.announce.finished(turn.citations.length);
      case 'stopped': return strings.announce.stopped;
      case 'interrupted': return strings.announce.interrupted;
      case 'failed': return strings.announce.failed;
    }
  }
  if (turn.phase.is !== 'streaming' || Date.now() - last.at < betweenMs) return undefined;
  const end = turn.text.search(/[.!?][^.!?]*$/);
  if (end < last.spoken) return undefined;
  const sentence = turn.text.slice(last.spoken, end + 1).replace(/\[\d+\]/g, '').trim();
  last.spoken = end + 1;
  last.at = Date.now();
  return sentence || undefined;
}

import { useEffect, useRef, useState } from 'react';
import { strings } from '../../text/strings';
import { isRunning, type TurnView } from './turnReducer';

const betweenMs = 1_500;

type Known = {
  id: string;
  phase: TurnView['phase']['is'];
  /** How much of the text has been said, in UTF-16 units. */
  spoken: number;
  /** When words of the answer were last said, in ms since the epoch. */
  at: number;
};

/** What a screen reader is told of the running answer: its start, whole sentences, its end. */
export function useAnnouncements(turn: TurnView | undefined, isLost: boolean) {
  const [heard, setHeard] = useState({ said: '', alarm: '' });
  const known = useRef<Known>(undefined);
  const wasLost = useRef(false);

  useEffect(() => {
    if (!turn) return;
    const next = news(turn, known.current, Date.now(), detail());
    known.current = next.known;
    if (next.words === '') return;
    if (turn.phase.is === 'failed') setHeard((now) => ({ ...now, alarm: next.words }));
    else setHeard({ said: next.words, alarm: '' });
  }, [turn]);

  useEffect(() => {
    if (isLost === wasLost.current) return;
    wasLost.current = isLost;
    const said = isLost ? strings.announce.reconnecting : strings.announce.connected;
    setHeard({ said, alarm: '' });
  }, [isLost]);
  return heard;
}

/** Whole sentences while they are written, or nothing until the end. */
export type AnnouncementDetail = 'sentences' | 'end';

/** Where the settings keep it. */
export const announcementsKey = 'parlance.announcements';

function detail(): AnnouncementDetail {
  return localStorage.getItem(announcementsKey) === 'end' ? 'end' : 'sentences';
}

/** What is to be said now, and what is known afterwards. What had ended before is not told. */
export function news(
  turn: TurnView,
  last: Known | undefined,
  now: number,
  wanted: AnnouncementDetail = 'sentences',
): { known: Known; words: string } {
  const phase = turn.phase.is;
  if (last?.id !== turn.id) {
    const known = { id: turn.id, phase, spoken: turn.text.length, at: 0 };
    return { known, words: phase === 'waiting' ? strings.announce.searching : '' };
  }
  if (last.phase !== phase) {
    const isTold = wanted === 'sentences' && !isRunning(turn);
    const rest = isTold ? plain(turn.text.slice(last.spoken)) : '';
    const spoken = isRunning(turn) ? last.spoken : turn.text.length;
    return {
      known: { ...last, phase, spoken, at: now },
      words: [rest, changed(turn)].filter(Boolean).join(' '),
    };
  }
  if (wanted === 'end') return { known: last, words: '' };
  if (phase !== 'streaming' || now - last.at < betweenMs) return { known: last, words: '' };
  const end = turn.text.search(/[.!?][^.!?]*$/) + 1;
  if (end <= last.spoken) return { known: last, words: '' };
  return {
    known: { ...last, spoken: end, at: now },
    words: plain(turn.text.slice(last.spoken, end)),
  };
}

function changed(turn: TurnView): string {
  switch (turn.phase.is) {
    case 'waiting':
      return strings.announce.searching;
    case 'streaming':
      return strings.announce.started;
    case 'completed':
      return strings.announce.finished(turn.citations.length);
    case 'stopped':
      return strings.announce.stopped;
    case 'interrupted':
      return turn.unsaved === '' ? strings.announce.interrupted : strings.announce.unsaved;
    case 'failed':
      return strings.announce.failed;
  }
}

/** Words without the marks of citations and of Markdown. */
export function plain(text: string): string {
  return text
    .replace(/\[\d+\]/g, '')
    .replace(/[*_`#|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

import { nameHere } from './address';
import { askAndFollow, askOnly, followConversation, followTurn } from './followTurn';
import { tryNow } from './pauses';
import { SharedStreams, type StreamServer, type TabTools } from './sharedStreams';
import { idOf, isTurn } from './streamMessages';

const name = nameHere('parlance.streams');

const server: StreamServer = {
  sourceOf: (key) => (position, following) =>
    isTurn(key)
      ? followTurn(idOf(key), position, following)
      : followConversation(idOf(key), following),
  askAndFollow: (asked, onAccepted) => (_position, following) =>
    askAndFollow(asked, following, onAccepted),
  askOnly,
  tryNow,
};

/** Missing in old browsers and where a page may not have them. */
function toolsOfBrowser(): TabTools | undefined {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return undefined;
  return {
    channel: new BroadcastChannel(name),
    hold: (begin) => {
      const untilGone = () => {
        begin();
        return new Promise<never>(() => undefined);
      };
      navigator.locks.request(name, untilGone).catch(begin);
    },
  };
}

let streams: SharedStreams | undefined;

/** The streams of this tab, shared with the other tabs where the browser can. */
export function pageStreams(): SharedStreams {
  if (!streams) {
    const made = new SharedStreams(crypto.randomUUID(), server, toolsOfBrowser());
    window.addEventListener('pagehide', () => made.sayGoodbye());
    streams = made;
  }
  return streams;
}

import type { Asked } from '../../api/postQuestion';
import { newTurnId } from '../../api/turnId';
import type { TurnRequest } from '../../api/types';
import type { ConversationView } from './conversationReducer';
import { askedTurn, type TurnView } from './turnReducer';

/** A question under the last turn, a version of another one, or how an answer goes on. */
export type Question =
  { text: string; after: 'last' } | { text: string; insteadOf: TurnView } | { continues: TurnView };

/** Asked again after the connection broke: the same id, so that it is one turn. */
export function turnIdFor(body: TurnRequest, unsure: Asked | undefined): string {
  const isSame =
    unsure && JSON.stringify({ ...body, turn_id: unsure.turn_id }) === JSON.stringify(unsure);
  return isSame ? unsure.turn_id : newTurnId();
}

/** What the server is asked. */
export function requestFor(question: Question, model: string, view: ConversationView): TurnRequest {
  const body: TurnRequest = {};
  if (model !== '') body.model = model;
  if (view.id !== undefined) body.conversation_id = view.id;
  if ('continues' in question) return { ...body, continues_turn_id: question.continues.id };
  body.message_text = question.text;
  const last = view.turns.at(-1);
  if ('insteadOf' in question) body.parent_turn_id = question.insteadOf.parentId ?? null;
  else if (last) body.parent_turn_id = last.id;
  return body;
}

/** The turn as it is shown until the server says more of it. */
export function turnFor(question: Question, asked: Asked, view: ConversationView): TurnView {
  const base = { id: asked.turn_id, model: asked.model ?? '', conversationId: view.id };
  if ('continues' in question) {
    const { id, question: text } = question.continues;
    return askedTurn({ ...base, question: text, parentId: id, continuesId: id });
  }
  return askedTurn({
    ...base,
    question: question.text,
    parentId: asked.parent_turn_id ?? undefined,
  });
}

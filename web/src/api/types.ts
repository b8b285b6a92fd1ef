import type { components } from './schema';

type Schemas = components['schemas'];

export type Turn = Schemas['Turn'];
export type TurnState = Schemas['TurnState'];
export type Citation = Schemas['Citation'];
export type ToolStep = Schemas['ToolStep'];
export type Usage = Schemas['Usage'];
export type Conversation = Schemas['Conversation'];
export type ConversationSummary = Schemas['ConversationSummary'];
export type ModelChoice = Schemas['ModelChoice'];
export type DocumentItem = Schemas['Document'];
export type Problem = Schemas['Problem'];
export type Fault = Schemas['Fault'];
export type TurnRequest = Schemas['TurnRequest'];
export type Me = Schemas['Me'];
export type Notice = Schemas['Notice'];
export type TurnEvent = Schemas['TurnEvent'];
export type TextEvent = Schemas['TextEvent'];
export type EndEvent = Schemas['EndEvent'];
export type Feedback = Schemas['Feedback'];
export type FeedbackRequest = Schemas['FeedbackRequest'];
export type ConversationEvent = Schemas['ConversationEvent'];
export type ConversationTurnEvent = Schemas['ConversationTurnEvent'];
export type ConversationMatch = Schemas['ConversationMatch'];
